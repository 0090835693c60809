"""Fold what a selection extends, and tell what stands on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefgen.compute.options import COMPLETION
from briefgen.model.indicator import Selection, Window

if TYPE_CHECKING:
    from briefgen.model.indicator import Indicator, Profile

DEPTH: Final = 9  # selections that extend one another


def resolve(profile: Profile, selection_id: str) -> Selection:
    """Fold a selection's `extends` chain into one selection."""
    selection = profile.selection[selection_id]
    for _step in range(DEPTH):
        if not selection.extends:
            break
        base = profile.selection[selection.extends]
        selection = Selection(
            table=base.table or selection.table, extends=base.extends, where=(*base.where, *selection.where),
            date=selection.date or base.date, reached=(*base.reached, *selection.reached),
            unreached=(*base.unreached, *selection.unreached),
            reached_any=selection.reached_any or base.reached_any,
            window=selection.window if "window" in selection.model_fields_set else base.window,
            over_months=selection.over_months or base.over_months,
            within_months=selection.within_months or base.within_months,
            through=selection.through or base.through, of=selection.of or base.of,
            dated=selection.dated or base.dated)
    return selection


def stands(profile: Profile, indicator: Indicator) -> bool:
    """Tell whether an indicator counts what there is on a day, and not what a period brings."""
    if indicator.aggregate.of_rows:
        return resolve(profile, indicator.selection).window is Window.TO_DATE
    return all(stands(profile, profile.indicator[part.removesuffix(COMPLETION)]) for part in indicator.parts)
