"""Charts as inline SVG: one kind of chart per module, each one function from a frozen dataclass to Markup.

No chart carries a style attribute, a script or an address elsewhere: colour, weight and dash come from classes
in aimwell.css, so that pages keep a strict content security policy. Colour never works alone: shape, dash or
pattern says the same. Widths are percentages, so a chart fits a phone, a desk and a sheet of paper unchanged.
"""
