"""Invented plans to print."""

from datetime import date

from aimwell.domain.plan_documents import (
    Bullets,
    Chart,
    GoldenThread,
    Heading,
    Paragraph,
    PlanDocument,
    PlanStep,
    PlanTarget,
    PriorityBlock,
    Section,
    SignOff,
    SignOffs,
    Table,
    ThreadLine,
)
from aimwell.presentation.charts.plan_trajectory import TrajectoryPoint, trajectory_chart

HOSTILE = (
    '#read("/etc/passwd") $ x^2 $ @ref <label> `code` ```raw``` *bold* _thin_ // /* \\ #import "a.typ": * '
    "= Heading [content] </style></main><script>alert(1)</script> &amp; {{ 7*7 }} ' \" -- ... ~ é 10 ≤ 20 £5"
)


def chart(title: str = "Adults who smoke, Example system") -> Chart:
    steps = (("2022", 13.9), ("2025/26", 10.0), ("2027/28", 7.5), ("2030", 5.0))
    words = "From 13.9% in 2022 to 5% in 2030."
    points = [TrajectoryPoint(period, value, f"{value:g}%") for period, value in steps]
    return Chart(
        title,
        trajectory_chart(points, title=title, words=words),
        words,
        Table(
            "Figures of the chart",
            ("Period", "Adults who smoke"),
            tuple((period, f"{value:g}%") for period, value in steps),
        ),
        prints=True,
    )


def plan(
    *, text: str = "People here live two years less than elsewhere.", with_chart: bool = True
) -> PlanDocument:
    smoking = PlanTarget(
        words="Fewer adults smoke",
        measure="Adults who smoke",
        place="Example system",
        baseline="13.9% in 2022",
        value="5%",
        due="31 December 2030",
        gap="Halve the gap between the most and the least deprived fifth",
        owner="Director of public health",
        partners=("Example council", "Example integrated care board"),
        asked="Two hundred people who smoke, in spring 2025",
        evidence="NICE guideline NG209",
        trajectory=(PlanStep("2025/26", "10%"), PlanStep("2027/28", "7.5%"), PlanStep("2030", "5%")),
        chart=chart() if with_chart else None,
    )
    falls = PlanTarget(
        words="Fewer people fall", measure="Emergency admissions after a fall", place="Example council"
    )
    return PlanDocument(
        title="Joint forward plan",
        system="Example integrated care system",
        covers="1 April 2026 to 31 March 2031",
        made=date(2026, 11, 22),
        status="Draft, agreed by nobody yet",
        illustrative=True,
        source="Figures: Office for Health Improvement and Disparities, under the Open Government Licence v3.0.",
        sections=(
            Section("Why this plan", (Paragraph(text), Bullets(("Live longer", "Live better", text)))),
            Section(
                "Our priorities",
                (
                    PriorityBlock(
                        title="A generation that does not smoke",
                        kind="Local priority",
                        why="Smoking is the largest cause of early death that can be prevented.",
                        owner="Director of public health",
                        targets=(smoking, falls),
                    ),
                    PriorityBlock(title="Kinder places", kind="National priority", why=text),
                ),
            ),
            Section(
                "How it hangs together",
                (
                    Heading("From need to proof"),
                    GoldenThread(
                        (
                            ThreadLine("Early death", "No smoking", "Help to stop", "Ask every patient", "£250,000", "v1a2b3c4d5e6f70"),
                            ThreadLine("Falls", "Safe homes"),
                        )
                    ),
                ),
            ),
            Section("Signed", (SignOffs((SignOff("Chair", "Integrated care board", "Agreed", date(2026, 3, 3)), SignOff("Chair", "Health and wellbeing board", "Asked for changes"))),)),
        ),
    )  # fmt: skip
