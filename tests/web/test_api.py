"""Every operation of the OpenAPI description answers as described, whatever it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings

from sayso.store import open_case

from .conftest import served
from .nasty import nasty_case

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed: pip install -e '.[dev]'")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = tmp_path_factory.mktemp("api") / "api.sayso"
    nasty_case(path).close()
    with open_case(path) as case, served(case) as found:
        yield found


def test_every_operation(address: str) -> None:
    schema = schemathesis.openapi.from_url(f"{address}/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 10
    with httpx.Client(base_url=address) as client:
        token = client.get("/api/token").json()["token"]
        headers = {"x-csrf-token": token, "cookie": f"sayso={client.cookies['sayso']}"}
    for operation in operations:
        if operation.path == "/add/jobs/{name}/steps":
            continue  # a stream has no end that a client could wait for

        @given(case=operation.as_strategy())
        @settings(max_examples=20, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
        def ask(case: Any) -> None:
            checks = schemathesis.checks
            case.call_and_validate(
                headers=headers, timeout=30,
                checks=[checks.not_a_server_error, checks.content_type_conformance, checks.response_schema_conformance,
                        _described],
            )  # fmt: skip

        ask()


def _described(_context: Any, response: Any, case: Any) -> None:
    """The status is one that the description names, and errors have the one shape."""
    assert str(response.status_code) in case.operation.definition.raw["responses"], response.status_code
    if response.status_code >= 400:
        error = response.json()["error"]
        assert set(error) == {"status", "type", "message", "hint"} and error["message"]


def test_every_data_address_is_described(address: str) -> None:
    paths = httpx.get(f"{address}/openapi.json").json()["paths"]
    assert {"/{unit}.json", "/{unit}.csv", "/{unit}.geojson", "/map.geojson", "/facets.json", "/sources.json",
            "/events/{name}.json", "/documents/{name}.json", "/claims/{name}.json", "/api/documents"} <= set(paths)  # fmt: skip


def test_a_text_is_added_through_the_api(tmp_path: Path) -> None:
    with open_case(tmp_path / "new.sayso", create=True) as case, served(case) as address, \
            httpx.Client(base_url=address) as client:  # fmt: skip
        token = client.get("/api/token").json()["token"]
        body = {"text": "Rebels shelled the town of Salma on Monday, the army said.", "published": "2015-10-12",
                "title": "Salma shelled", "outlet": "Test Times"}  # fmt: skip
        answer = client.post("/api/documents", json=body, headers={"x-csrf-token": token})
        assert answer.status_code == 202
        with client.stream("GET", f"/add/jobs/{answer.json()['id']}/steps", timeout=120) as stream:
            events = [line.removeprefix("event: ") for line in stream.iter_lines() if line.startswith("event: ")]
        assert events[-1] == "end" and set(events[:-1]) == {"step"}
        assert client.get("/claims.json").json()["claims"][0]["place"] == "Salma"
        for wrong in ({"text": ""}, {"text": " "}, {"text": "One two.", "published": "soon"}, {"txt": "x"}):
            refused = client.post("/api/documents", json=wrong, headers={"x-csrf-token": token})
            assert refused.status_code in (400, 422) and refused.json()["error"]["message"]
