"""A worked example for every function of aimwell.statistics, with invented numbers.

write_methods.py runs them and writes what they answer beside them; a test runs the page again.
"""

PREAMBLE = """
import numpy as np
from aimwell.statistics import *
_ = np.set_printoptions(precision=4, suppress=True)
"""

EXAMPLES = {
    "proportion": """
# Of 1,000 people invited in one area 620 came; in another 9 of 12.
screened = proportion([620, 9], [1_000, 12])
screened.value, screened.lower, screened.upper
""",
    "rate": """
# Falls per 100,000: exact limits below ten events, Byar's from ten; without people there is no rate.
falls = rate([4, 120, 3], [10_000, 150_000, 0])
falls.value, falls.lower, falls.upper
falls.method_labels.tolist(), falls.status_labels.tolist()
""",
    "mean": """
# Days in hospital on two wards; the second has one value fewer.
days = mean([[3, 5, 4, 8], [2, 2, 5, np.nan]], sizes=[4, 3])
days.value, days.lower, days.upper, days.count
""",
    "directly_standardised_rate": """
# Two areas, three age bands; the second has too few events to be shown.
events = [[5, 20, 90], [0, 2, 4]]
people = [[9_000, 8_000, 4_000], [1_000, 900, 300]]
standard = [30_000, 50_000, 20_000]
deaths = directly_standardised_rate(events, people, standard)
deaths.value, deaths.lower, deaths.upper
deaths.events, deaths.status_labels.tolist()
""",
    "directly_standardised_rate_of_repeated_events": """
# In each of two bands: how many people were admitted once, and how many twice.
people = [[[30, 5], [60, 20]]]
admitted = directly_standardised_rate_of_repeated_events(people, [1, 2], [[5_000, 4_000]], [60_000, 40_000])
admitted.value, admitted.lower, admitted.upper, admitted.events
""",
    "comparative_mortality_figure": """
area = directly_standardised_rate([[12, 90]], [[9_000, 4_000]], [80_000, 20_000])
country = directly_standardised_rate([[800, 7_000]], [[900_000, 400_000]], [80_000, 20_000])
figure = comparative_mortality_figure(area, country)
figure.value, figure.lower, figure.upper
""",
    "total_events": """
total_events([[5, 20, 90], [0, 2, np.nan]])
""",
    "indirectly_standardised_ratio": """
# 60 deaths seen; the reference's rates would give 40.
ratio = indirectly_standardised_ratio([60], [[1_000, 1_000]], [10, 30], [1_000, 1_000])
ratio.value, ratio.lower, ratio.upper, ratio.expected
""",
    "indirectly_standardised_rate": """
one = indirectly_standardised_rate([60], [[1_000, 1_000]], [10, 30], [1_000, 1_000])
one.value, one.reference_rate
""",
    "excess_events": """
ratio = indirectly_standardised_ratio([60], [[1_000, 1_000]], [10, 30], [1_000, 1_000])
more = excess_events(ratio)
more.value, more.lower, more.upper
""",
    "life_expectancy": """
# One area with three bands: 0-64, 65-84, 85 and over.
deaths, people = [[90, 400, 500]], [[60_000, 15_000, 3_000]]
years = life_expectancy(deaths, people, [0, 65, 85])
years.value, years.lower, years.upper
""",
    "years_left": """
# Mean age at death in each band, and the years each death loses before 75.
years_left([40, 70, 85], upper_age=75)
""",
    "years_of_life_lost": """
years_of_life_lost([[10, 40, 300]], years_left([40, 70, 85], upper_age=75))
""",
    "standardised_years_of_life_lost": """
lost = standardised_years_of_life_lost(
    [[10, 40, 300]], years_left([40, 70, 85], upper_age=75), [[9_000, 3_000, 1_000]], [70_000, 20_000, 10_000]
)
lost.value, lost.lower, lost.upper, lost.events
""",
    "slope_index": """
# Life expectancy from the most to the least deprived fifth, in years.
fifths = [[74.1, 76.0, 78.2, 79.5, 81.4]]
gradient = slope_index(fifths, [[10_000] * 5], [[0.4] * 5])
gradient.sii, gradient.sii_lower, gradient.sii_upper
gradient.rii
""",
    "slope_index_on_scale": """
deaths = [[410.0, 360.0, 300.0, 270.0, 240.0]]
gradient = slope_index_on_scale(deaths, [[10_000] * 5], [[0.05] * 5], scale=Scale.LOG)
gradient.sii, gradient.rii, gradient.rii_lower, gradient.rii_upper
""",
    "simulated_slope_index": """
deaths = [[410.0, 360.0, 300.0, 270.0, 240.0]]
draws = np.random.default_rng(1)
gradient = simulated_slope_index(
    deaths, [[10_000] * 5], [[0.05] * 5], draws=draws, scale=Scale.LOG, repetitions=10_000
)
gradient.sii, gradient.sii_lower.round(), gradient.sii_upper.round()
""",
    "standard_error_from_limits": """
standard_error_from_limits([74.0], [76.0], scale=Scale.IDENTITY)
""",
    "quantiles": """
# Four areas in two halves: the first half holds the highest scores.
quantiles([31.5, 12.0, 44.1, 20.3], count=2).quantile
""",
    "absolute_gap": """
# 30 (27 to 33) in the most deprived fifth, 20 (18 to 22) in the least.
gap = absolute_gap([30], [27], [33], [20], [18], [22])
gap.value, gap.lower, gap.upper
""",
    "relative_gap": """
gap = relative_gap([30], [27], [33], [20], [18], [22])
gap.value, gap.lower, gap.upper
""",
    "is_beyond_chance": """
gap = absolute_gap([30, 21], [27, 18], [33, 24], [20, 20], [18, 18], [22, 22])
is_beyond_chance(gap)
""",
    "population_attributable_fraction": """
# A fifth of people are exposed to what makes a disease six times as likely.
population_attributable_fraction([0.2], [6]).value
""",
    "average_proportion": """
average_proportion([50, 30], [100, 60])
""",
    "proportion_significance": """
found = proportion_significance([500, 510, 620], [1_000, 1_000, 1_000])
[Significance(code).name.lower() for code in found.significance]
""",
    "ratio_significance": """
found = ratio_significance([100, 140, 55], [100, 100, 100])
[Significance(code).name.lower() for code in found.significance]
""",
    "crude_rate_significance": """
found = crude_rate_significance([40, 75, 20], [10_000, 10_000, 10_000])
[Significance(code).name.lower() for code in found.significance]
""",
    "standardised_rate_significance": """
years = person_years_behind([40, 75, 5], [400.0, 750.0, 50.0], multiplier=100_000)
found = standardised_rate_significance([40, 75, 5], years)
[Significance(code).name.lower() for code in found.significance]
""",
    "person_years_behind": """
person_years_behind([40, 0], [400.0, 0.0], multiplier=100_000)
""",
    "proportion_funnel": """
limits = proportion_funnel(0.5, [100, 1_000])
limits.lower_inner, limits.upper_inner
""",
    "count_funnel": """
# Around a ratio of 100, for areas with 20 and 200 events.
limits = count_funnel(100, [20, 200])
limits.lower_inner, limits.upper_inner
""",
    "proportion_funnel_curve": """
curve = proportion_funnel_curve([50, 300], [100, 600])
curve.size[:3], curve.upper_outer[:3], curve.average
""",
    "ratio_funnel_curve": """
curve = ratio_funnel_curve([20, 200])
curve.size[:3], curve.upper_outer[:3]
""",
    "rate_funnel_curve": """
curve = rate_funnel_curve([10_000, 90_000], 400.0, multiplier=100_000, years=1)
curve.size[:3], curve.upper_outer[:3]
""",
    "overdispersed_funnel": """
seen, expected = [110, 95, 240, 61, 180, 99], [100, 100, 200, 80, 170, 100]
funnel = overdispersed_funnel(seen, expected, method=FunnelMethod.RATIO_CQC)
round(funnel.phi, 3), round(funnel.tau_squared, 5)
funnel.value, funnel.outside_inner
""",
    "limits_at": """
limits_at(FunnelMethod.RATIO_SHMI, [50, 500], target=0.0, tau_squared=0.01, tail=0.025)
""",
    "process_behaviour": """
# Two years of waiting times: steady, then shorter. The profile is the shipped default.
from pathlib import Path
from aimwell.catalogue.spc_profiles import read_profile
from aimwell.config.shipped import shipped
profile = read_profile(shipped("definitions") / "standards" / "spc_profiles" / "mdc-excel.toml")
waits = [30, 32, 29, 31, 33, 30, 28, 31, 32, 30, 29, 31, 22, 21, 23, 20, 22, 21, 23, 22, 20, 21, 22, 23]
chart = process_behaviour([waits], profile=profile, better=Better.LOWER, target=25)
chart.mean[0, 0], chart.lower_limit[0, 0].round(2), chart.upper_limit[0, 0].round(2)
PointType(chart.variation[0]).name.lower(), Assurance(chart.assurance[0]).name.lower()
Reason(chart.reason[0, -1]).name.lower()
""",
    "control_charts": """
# Infections per 1,000 bed days, with the denominators of each month.
cases = [3, 5, 2, 4, 6, 3, 2, 5, 4, 3, 14, 4]
chart = control_charts([cases], kind=ChartKind.RATE, size=[[1.1] * 12])
chart.centre[0, 0].round(3), chart.upper[0, 0].round(3), np.flatnonzero(chart.outside[0])
chart.runs.longest_run[0, 0], chart.runs.crossings[0, 0]
""",
    "labels_of": """
labels_of(np.array([0, 5], dtype=np.int8), Status).tolist()
""",
}
