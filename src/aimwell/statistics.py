"""aimwell.statistics: the public list of published statistical methods.

Arrays in, frozen results out, a status per row; the methods are described in their own docstrings and
every deliberate difference from other tools in docs/reference/statistics-decisions.md.
"""

from aimwell.domain.statistics.control_charts import ChartKind, ControlCharts, control_charts
from aimwell.domain.statistics.directly_standardised import (
    StandardisedRates,
    comparative_mortality_figure,
    directly_standardised_rate,
    directly_standardised_rate_of_repeated_events,
)
from aimwell.domain.statistics.estimates import Estimates
from aimwell.domain.statistics.funnel import (
    FunnelLimits,
    FunnelSignificance,
    Significance,
    average_proportion,
    count_funnel,
    crude_rate_significance,
    person_years_behind,
    proportion_funnel,
    proportion_funnel_curve,
    proportion_significance,
    rate_funnel_curve,
    ratio_funnel_curve,
    ratio_significance,
    standardised_rate_significance,
)
from aimwell.domain.statistics.gap import (
    absolute_gap,
    is_beyond_chance,
    population_attributable_fraction,
    relative_gap,
)
from aimwell.domain.statistics.indirectly_standardised import (
    IndirectlyStandardised,
    excess_events,
    indirectly_standardised_rate,
    indirectly_standardised_ratio,
    total_events,
)
from aimwell.domain.statistics.life_expectancy import LifeExpectancy, life_expectancy
from aimwell.domain.statistics.mean import Means, mean
from aimwell.domain.statistics.overdispersed_funnel import (
    FunnelMethod,
    OverdispersedFunnel,
    limits_at,
    overdispersed_funnel,
)
from aimwell.domain.statistics.process_codes import Assurance, Better, PointType, Reason
from aimwell.domain.statistics.proportion import proportion
from aimwell.domain.statistics.quantiles import FirstQuantile, Quantiles, quantiles
from aimwell.domain.statistics.rate import rate
from aimwell.domain.statistics.runs import RunsSignal
from aimwell.domain.statistics.simulated_slope_index import NormalDraws, simulated_slope_index
from aimwell.domain.statistics.slope_index import (
    InequalityIndices,
    Scale,
    slope_index,
    slope_index_on_scale,
    standard_error_from_limits,
)
from aimwell.domain.statistics.spc_profile import Profile
from aimwell.domain.statistics.status import Method, Status, labels_of
from aimwell.domain.statistics.xmr import ProcessBehaviour, process_behaviour
from aimwell.domain.statistics.years_of_life_lost import (
    standardised_years_of_life_lost,
    years_left,
    years_of_life_lost,
)

__all__ = [
    "Assurance",
    "Better",
    "ChartKind",
    "ControlCharts",
    "Estimates",
    "FirstQuantile",
    "FunnelLimits",
    "FunnelMethod",
    "FunnelSignificance",
    "IndirectlyStandardised",
    "InequalityIndices",
    "LifeExpectancy",
    "Means",
    "Method",
    "NormalDraws",
    "OverdispersedFunnel",
    "PointType",
    "ProcessBehaviour",
    "Profile",
    "Quantiles",
    "Reason",
    "RunsSignal",
    "Scale",
    "Significance",
    "StandardisedRates",
    "Status",
    "absolute_gap",
    "average_proportion",
    "comparative_mortality_figure",
    "control_charts",
    "count_funnel",
    "crude_rate_significance",
    "directly_standardised_rate",
    "directly_standardised_rate_of_repeated_events",
    "excess_events",
    "indirectly_standardised_rate",
    "indirectly_standardised_ratio",
    "is_beyond_chance",
    "labels_of",
    "life_expectancy",
    "limits_at",
    "mean",
    "overdispersed_funnel",
    "person_years_behind",
    "population_attributable_fraction",
    "process_behaviour",
    "proportion",
    "proportion_funnel",
    "proportion_funnel_curve",
    "proportion_significance",
    "quantiles",
    "rate",
    "rate_funnel_curve",
    "ratio_funnel_curve",
    "ratio_significance",
    "relative_gap",
    "simulated_slope_index",
    "slope_index",
    "slope_index_on_scale",
    "standard_error_from_limits",
    "standardised_rate_significance",
    "standardised_years_of_life_lost",
    "total_events",
    "years_left",
    "years_of_life_lost",
]
