"""Make src/aimwell/site/assets/aimwell.css: the part of nhsuk-frontend that pages use, and our own rules.

    npm pack nhsuk-frontend@10.6.1 && tar xzf nhsuk-frontend-10.6.1.tgz
    python scripts/build_stylesheet.py package

The whole NHS style sheet is 278 KB and fetches a web font; a page of ours may weigh 150 KB and fetches nothing.
"""

import re
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ASSETS = Path(__file__).resolve().parent.parent / "src" / "aimwell" / "site" / "assets"
VERSION = "10.6.1"
LARGEST_BYTES = 38 * 1024

NOTICE = f"""/*! Contains parts of nhsuk-frontend {VERSION}, Copyright (c) 2019 NHS.UK, MIT licence; see LICENCES.md. No NHS logo, no NHS font. */
"""

# Classes that our pages use. A rule stays when every class it names is matched by one of these.
USED = [
    r"template(__body)?",
    r"skip-link",
    r"header(__container|__service|__service-name|__navigation|__navigation-container|__navigation-list|__navigation-item(--current)?|__navigation-link|__navigation-item-current-fallback)?",
    r"breadcrumb(__list|__list-item|__link|--reverse)?",
    r"width-container",
    r"main-wrapper",
    r"grid-(row|column-(full|one-half|one-third|two-thirds|one-quarter|three-quarters))",
    r"heading-(xl|l|m|s|xs)",
    r"caption-xl",
    r"body(-l|-s)?",
    r"list(--bullet|--number|-panel)?",
    r"section-break(--l|--visible)?",
    r"u-(visually-hidden|secondary-text-colour|reading-width)",
    r"u-margin-(top|bottom)-[04]",
    r"card(-group(__item)?|__content|__heading|__heading-container|__link|--clickable)?",
    r"table(-container|__caption|__head|__body|__row|__header(--numeric)?|__cell(--numeric)?)?",
    r"tag(--(green|red|orange|yellow|blue|grey))?",
    r"summary-list(__row|__key|__value)?",
    r"details(__summary|__summary-text|__text)?",
    r"expander",
    r"inset-text",
    r"warning-callout(__label)?",
    r"button(--secondary)?",
    r"form-group(--error)?",
    r"label(--m)?",
    r"hint",
    r"input(--width-20|--error)?",
    r"search-input(__input|__button)?",
    r"error-(message|summary(__title|__list|__body)?)",
    r"action-link(__text)?",
    r"icon(__[a-z-]+|--[a-z-]+)?",
    r"pagination(__list|__item|-item--previous|-item--next|__link|__title|__page|__previous|__next|__icon)?",
    r"footer(__container|__navigation|__heading|__list|__list-item|__list-item-link|__meta|__copyright|__body-s)?",
]
USED_CLASS = re.compile(r"^nhsuk-(" + "|".join(f"(?:{pattern})" for pattern in USED) + r")$")

# Elements and states that pages do not have, and hacks for browsers that cannot show these pages anyway.
UNUSED_SELECTOR = re.compile(
    r"::-ms-|:-ms-|-webkit-search|::-webkit-file|\[hidden=|video|fieldset|legend|textarea|select\b|optgroup"
    r"|::-moz-focus|\.js-enabled|:disabled|\[disabled\]|\[data-|--reverse|nhsuk-frontend-supported"
    r"|:has\(|\[class\^=|\\:|button.*icon|\.nhsuk-button\[href\]|address|h5|h6|^input$|:visited .*icon|:hover .*icon"
    r"|\.nhsuk-(body|list)[\w-]*\+|^(p|ol|ul)\+|\.nhsuk-header a|tab-size|:only-child|kbd|samp|var\b|code|pagination[\w-]* \.nhsuk-(icon|pagination__title)|secondary:active|secondary:focus:|form-group \.nhsuk-form-group|no-actions|header[^,]*(:active|:focus:hover|:visited)|fallback"
    # a link with a class has the states of every link already
    r"|(breadcrumb__link|action-link|__list a|card__link)(:[a-z]+)+$|:(active|focus|hover) .nhsuk-icon|pagination__link:(active|hover|visited)"
)
# Our own rules for paper replace theirs, which mostly set every size again in points.
LEGACY_CONDITION = re.compile(
    r"print|supports|forced-color-adjust|-ms-high-contrast|screen\\0|-ms-ime|caret-color|mask-position|hover:\s*none"
)
FORCED_COLOURS = re.compile(r"\(forced-colors:\s*active\)")
WEB_FONT = re.compile(r"Frutiger W01\s*,|\"Frutiger W01\"\s*,|frutiger w01\s*,", re.IGNORECASE)


@dataclass(frozen=True)
class Rule:
    """One style rule, or one conditional group holding rules."""

    prelude: str
    body: str
    children: "tuple[Rule, ...] | None"


def rules_in(text: str) -> tuple[Rule, ...]:
    """Read rules from CSS without comments; statements such as @charset are passed over."""
    rules: list[Rule] = []
    position = 0
    while (opening := text.find("{", position)) >= 0:
        prelude = text[position:opening].rsplit(";", 1)[-1].strip()
        closing = end_of_block(text, opening)
        body = text[opening + 1 : closing]
        groups = prelude.startswith(("@media", "@supports"))
        rules.append(Rule(prelude, body.strip(), rules_in(body) if groups else None))
        position = closing + 1
    return tuple(rules)


def end_of_block(text: str, opening: int) -> int:
    """Index of the brace that closes the one at `opening`."""
    depth = 0
    for match in re.compile(r"[{}]").finditer(text, opening):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.start()
    raise ValueError(f"no closing brace after character {opening}")


def kept(rules: tuple[Rule, ...]) -> list[Rule]:
    """The rules whose selectors our pages can match."""
    chosen: list[Rule] = []
    for rule in rules:
        if rule.children is not None:
            slim = kept_group(rule)
        elif rule.prelude.startswith("@"):
            slim = None if "font-face" in rule.prelude else rule
        else:
            slim = kept_rule(rule)
        if slim is not None:
            chosen.append(slim)
    return chosen


def kept_group(rule: Rule) -> Rule | None:
    """A conditional group with what is used of it, or nothing."""
    assert rule.children is not None
    condition = rule.prelude
    if FORCED_COLOURS.search(condition):
        condition = re.sub(r",[^,]*-ms-high-contrast[^,]*$", "", condition)
    if LEGACY_CONDITION.search(condition):
        return None
    children = tuple(kept(rule.children))
    return Rule(condition, "", children) if children else None


def kept_rule(rule: Rule) -> Rule | None:
    """A style rule with the selectors that are used, or nothing."""
    selectors = split_outside_brackets(rule.prelude, ",")
    used = [selector for selector in selectors if is_used(selector)]
    body = clean(rule.body)
    return Rule(",".join(used), body, None) if used and body else None


def is_used(selector: str) -> bool:
    """Whether every class of a selector is one of ours."""
    if UNUSED_SELECTOR.search(selector):
        return False
    classes = re.findall(r"\.([A-Za-z][\w-]*)", selector)
    return all(USED_CLASS.match(name) for name in classes)


def split_outside_brackets(text: str, separator: str) -> list[str]:
    """The parts of a selector list or a declaration list."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "(") - (character == ")")
        if character == separator and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts if part.strip()]


def clean(body: str) -> str:
    """Declarations without web font, address or old prefix."""
    declarations = split_outside_brackets(WEB_FONT.sub("", body), ";")
    unwanted = re.compile(
        r"^(-ms-|-moz-|-webkit-(?!text-size-adjust|mask|appearance)|--nhsuk-(frontend|breakpoint))"
    )
    return ";".join(part for part in declarations if part and "url(" not in part and not unwanted.match(part))


def without_unused_properties(css: str) -> str:
    """Custom properties that nothing reads are left out."""
    read = set(re.findall(r"var\((--[\w-]+)", css))

    return re.sub(
        r"(?<=[{;])(--[\w-]+):[^;{}]*(;|(?=\}))",
        lambda found: found.group() if found.group(1) in read else "",
        css,
    ).replace(":root{}", "")


def together(rules: tuple[Rule, ...]) -> list[Rule]:
    """Rules with each one joined to an earlier one like it, where the order cannot matter."""
    result: list[Rule] = []
    for rule in rules:
        home = earlier_home(rule, result)
        if home is None:
            result.append(rule)
        else:
            result[home] = joined(result[home], rule)
    return [
        rule if rule.children is None else Rule(rule.prelude, "", tuple(together(rule.children)))
        for rule in result
    ]


def joined(earlier: Rule, rule: Rule) -> Rule:
    """One rule that does what two did: same condition, same declarations, or same selectors."""
    if earlier.children is not None and rule.children is not None:
        return Rule(earlier.prelude, "", earlier.children + rule.children)
    if earlier.body == rule.body:
        selectors = dict.fromkeys([*earlier.prelude.split(","), *rule.prelude.split(",")])
        return Rule(",".join(selectors), rule.body, None)
    return Rule(earlier.prelude, f"{earlier.body};{rule.body}", None)


def earlier_home(rule: Rule, result: list[Rule]) -> int | None:
    """Index of the nearest earlier rule that `rule` can move into, if any."""
    for index in range(len(result) - 1, max(-1, len(result) - 300), -1):
        other = result[index]
        if (other.children is None) == (rule.children is None) and (
            other.prelude == rule.prelude or (rule.children is None and other.body == rule.body)
        ):
            return index
        if any(may_clash(one, another) for one in flat(rule) for another in flat(other)):
            return None
    return None


def flat(rule: Rule) -> tuple[Rule, ...]:
    """The style rules of a rule: itself, or what its group holds."""
    return (
        (rule,) if rule.children is None else tuple(part for child in rule.children for part in flat(child))
    )


ALTERNATIVES = (
    ".nhsuk-grid-column-",
    ".nhsuk-heading-",
    ".nhsuk-tag--",
    ".nhsuk-u-margin-bottom",
    ".nhsuk-u-margin-top",
)


def may_clash(one: Rule, other: Rule) -> bool:
    """Whether two rules set one property, so that their order could matter to some element."""
    if one.prelude.startswith("@") or other.prelude.startswith("@"):
        return True
    if any(one.prelude.startswith(family) and other.prelude.startswith(family) for family in ALTERNATIVES):
        # No element has two classes of one family, so the order of their rules is free.
        return one.prelude == other.prelude
    return any(
        first == second or first.startswith(second + "-") or second.startswith(first + "-")
        for first in properties(one)
        for second in properties(other)
    )


@cache
def properties(rule: Rule) -> frozenset[str]:
    """Names of the properties a rule sets."""
    return frozenset(part.split(":")[0] for part in rule.body.split(";"))


def written(rules: list[Rule] | tuple[Rule, ...]) -> str:
    """Rules as minified CSS; neighbouring groups under one condition become one group."""
    parts: list[str] = []
    waiting: list[Rule] = []
    condition = ""
    for rule in [*rules, Rule("", "", None)]:
        if rule.children is not None and rule.prelude == condition:
            waiting.extend(rule.children)
            continue
        if waiting:
            parts.append(f"{condition}{{{written(waiting)}}}")
            waiting, condition = [], ""
        if rule.children is not None:
            waiting, condition = list(rule.children), rule.prelude
        elif rule.prelude:
            parts.append(f"{rule.prelude}{{{rule.body}}}")
    return "".join(parts)


def minified(css: str) -> str:
    """CSS without comments and needless space."""
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r"\s*([{};,>])\s*", r"\1", css)
    css = re.sub(r":\s+", ":", css)
    css = re.sub(r"(\.\d{3})\d+", r"\1", css)
    return css.replace(";}", "}").strip()


def stylesheet(package: Path) -> str:
    """The whole style sheet as text."""
    published = (package / "dist" / "nhsuk" / "nhsuk-frontend.min.css").read_text("utf-8")
    published = minified(published.removeprefix("\ufeff").replace('@charset "UTF-8";', ""))
    theirs = written(together(tuple(kept(rules_in(published)))))
    own = "".join(minified(part.read_text("utf-8")) for part in sorted((ASSETS / "source").glob("*.css")))
    return NOTICE + without_unused_properties(theirs + own) + "\n"


def main() -> int:
    """Write the style sheet and say how large it is."""
    css = stylesheet(Path(sys.argv[1]))
    size = len(css.encode("utf-8"))
    if size > LARGEST_BYTES and "--anyway" not in sys.argv:
        print(f"{size:,} bytes is over the {LARGEST_BYTES:,} allowed; nothing written")
        return 1
    (ASSETS / "aimwell.css").write_text(css, "utf-8")
    print(f"{ASSETS / 'aimwell.css'}: {size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
