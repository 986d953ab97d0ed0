"""Sort twelve claims of the article by kind, and then see where the kit sorts them otherwise, and why."""

import pandas as pd
import traitlets

from .. import data
from .base import KitWidget, front_end

KINDS = {
    "descriptive": "says what is or was the case",
    "causal": "says what brought something about, or makes it more likely",
    "evaluative": "judges or ranks: success, worse, best",
    "forecast": "says what will happen, or would under a condition",
    "reported": "passes on what somebody else said",
    "alleged": "passes on an accusation that is not established",
}
# Why the kit sorts a claim as it does, and which other kind can be defended.
WHY = {
    "C02": "It says what every new president did; who hears in it that the disappointments made them do so has a case for causal.",
    "C09": 'It says why the foundations stayed shallow; "success" and "failure" are a judgement too, so evaluative can be defended.',
    "C18": "The article passes on what officials and Trump said; it becomes evaluative only for a reader who takes their words as its own.",
    "C05": '"Lower" needs a scale that somebody must choose; once scale and dates are fixed, descriptive can be defended.',
    "C27": "It says what would follow if something were done; read as a general rule about arms control it could be called causal.",
    "C10": "It says what was and was not settled by a certain date; evaluative can be defended where the article treats that as a fault.",
    "C24": "Its evidence is an account of a call that the White House disputed; that it is a handicap is a causal thought, and alleged can be defended.",
    "C23": '"Leave open to shocks" ties an effect to a cause; as a picture of how matters stand, descriptive can be defended.',
    "C08": "To call it a success is a judgement; the treaty and the sanctions that are named are plain facts, so descriptive can be defended.",
    "C19": 'It speaks of the years ahead; "prevented" hints at something that does the preventing, so causal can be defended.',
    "C26": "It ties suspicion to a loss of power; some of the contacts are alleged, but the claim is about what suspicion does.",
    "C31": 'It speaks of inquiries still to come; "because" gives a reason, so causal can be defended.',
}


class SortClaims(KitWidget):
    """Twelve claims, a kind to choose for each, and a button that shows the kit's sorting beside yours.

    Parameters
    ----------
    lesson : str
        The lesson's number, such as ``"01"``.

    Attributes
    ----------
    answer : dict
        ``{"chosen": {claim id: kind}, "shown": bool}``, kept under "kinds"; empty until something is chosen.
    """

    _esm = front_end("sort")
    key = "kinds"
    claims = traitlets.List(traitlets.Dict()).tag(sync=True)
    kinds = traitlets.Dict(traitlets.Unicode()).tag(sync=True)

    def __init__(self, lesson="01"):
        rows = data.load("claims").set_index("claim_id").loc[list(WHY)]
        cards = [
            {"id": row.Index, "claim": row.claim, "kind": row.kind, "why": WHY[row.Index]}
            for row in rows.itertuples()
        ]
        super().__init__(lesson, claims=cards, kinds=KINDS)

    @property
    def chosen(self):
        """{claim id: kind} for the claims that are sorted so far; what is neither a claim nor a kind here is left out."""
        kept = self.answer.get("chosen")
        kept = kept if isinstance(kept, dict) else {}
        return {name: kept[name] for name in WHY if kept.get(name) in KINDS}

    def table(self):
        """Return the twelve claims with your kind; the kit's stands beside it only after you asked for it."""
        frame = pd.DataFrame(self.claims)[["claim"]]
        frame["your kind"] = [self.chosen.get(name, "not sorted yet") for name in WHY]
        if self.answer.get("shown"):
            frame["the kit's kind"] = [
                card["kind"] if card["id"] in self.chosen else "" for card in self.claims
            ]
        return frame
