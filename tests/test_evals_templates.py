"""Incident templates built from records. Texts written for the project."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from evals.tasks import TASKS
from evals.templates import templates_of
from sayso import Coder


@cache
def coder() -> Coder:
    return Coder().load()


def built(text: str, published: str = "1990-03-10") -> list[dict[str, Any]]:
    return templates_of(coder().code(text, published=published))


def test_roles_are_filled_with_the_core_of_each_mention() -> None:
    (template,) = built("Three heavily armed guerrillas of the Karo Liberation Front burned two buses near Tacna today.")
    assert template["incident_type"] == "arson"
    assert template["target"] == ["buses"]
    assert template["perp_ind"] == ["Three heavily armed guerrillas"]
    assert template["perp_org"] == ["Karo Liberation Front"]


def test_mentions_of_one_incident_are_one_template() -> None:
    text = (
        "Gunmen killed Judge Mario Vidal in Lima on Thursday. The gunmen fired from a car. "
        "The murder of Vidal was condemned by the mayor."
    )
    (template,) = built(text)
    assert template["victim"] == ["Mario Vidal"]
    assert len(template["claims"]) > 1


def test_day_and_victim_tell_incidents_apart() -> None:
    text = (
        "Gunmen killed Judge Mario Vidal in Lima on Thursday. "
        "On 2 February gunmen killed Senator Jorge Luna in Arequipa."
    )
    assert [template["victim"] for template in built(text)] == [["Mario Vidal"], ["Jorge Luna"]]


def test_what_is_no_incident_makes_no_template() -> None:
    assert built("Rebels attacked the soldiers near Ayacucho on Friday.") == []  # a military target
    assert built("The army said it would bomb the village.") == []  # a plan
    assert built("Rebels bombed the market in Lima in March 1985.") == []  # long ago
    assert built("The mayor spoke of attacks and killings.") == []  # nothing of one event


def test_a_killing_of_whom_was_kidnapped_belongs_to_the_kidnapping() -> None:
    text = (
        "Hooded men kidnapped Pedro Salas in Quito on Thursday. "
        "Police said on Friday that Pedro Salas had been killed."
    )
    assert [template["incident_type"] for template in built(text)] == ["kidnapping"]


def test_names_are_given_as_the_text_writes_them() -> None:
    (template,) = built("Maria Peña Ríos was abducted in Bogotá on Friday. The kidnapping of Peña shocked the city.")
    assert template["victim"] == ["Maria Peña Ríos"]


def test_the_task_writes_templates() -> None:
    task = next(task for task in TASKS if task.name == "templates muc")
    line = json.loads(task.line(coder().code("Gunmen killed Judge Mario Vidal in Lima.", published="1990-03-10")))
    assert set(line) == {"id", "templates"}
    assert line["templates"][0]["incident_type"] == "attack"
