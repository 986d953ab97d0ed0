"""Charts of the relationship: plotly figures that carry their own words, one look for all.

A chart function takes the state of a view (a presidency, a half-life, a guess) and returns a
`Chart`. What it shows is computed in `trajectory` and `data`; its frame holds it, its words say it,
its drawing shows it (see `charts.chart`).
"""

from .causal import causal_map
from .chart import Chart
from .choices import specifications
from .chronology import presidency, relationship
from .judged import forecast_bands, placebo, posterior
from .machines import machine_coded
from .memories import overlay
from .series import fan, indicators, opinion
from .suit import suited

__all__ = [
    "Chart",
    "causal_map",
    "fan",
    "forecast_bands",
    "indicators",
    "machine_coded",
    "opinion",
    "overlay",
    "placebo",
    "posterior",
    "presidency",
    "relationship",
    "specifications",
    "suited",
]
