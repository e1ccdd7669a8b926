"""The slow facts in the store: those of the city's folder and those that an installation added."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select

from data_sources.folding import upsert_newer
from data_sources.store import Store
from data_sources.tables import reference_figures
from domain.figures import Figure


def keep_figures(store: Store, figures: Sequence[Figure]) -> None:
    """Store the figures that are not there yet; one of the same name and period stays unless it is older."""
    if figures:
        with store.writing() as connection:
            upsert_newer(connection, reference_figures, [asdict(figure) for figure in figures], "as_of")


def stored_figures(store: Store) -> tuple[Figure, ...]:
    """All figures, by name and the day that they stand for."""
    columns = reference_figures.c
    query = select(reference_figures).order_by(columns.name, columns.as_of, columns.period, columns.district)
    with store.reading() as connection:
        return tuple(Figure(**row) for row in connection.execute(query).mappings())
