"""The files of the attribution kit: items, halves, a page that says what it is, and checksums."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from tbnlp.corpora.inline import ATTRIBUTES
from tbnlp.corpora.written import DEFAULT_FOLDER, read_rows
from tbnlp.errors import AssetError, InputError, UsageError
from tbnlp.evaluate.attribution_kit import (
    AFTER,
    BEFORE,
    DEV,
    HALVES,
    SEED,
    TEST,
    KitItem,
    item_from,
    sentence_count,
)
from tbnlp.schema.entries import Schema

ITEMS: Final = "items.jsonl"
SPLIT: Final = "split.json"
README: Final = "README.md"
SUMS: Final = "SHA256SUMS"
DEFAULT_KIT: Final = DEFAULT_FOLDER / "attribution_kit"

_BY_SPLIT: Final = (
    "cases of the corpus splits train and dev are the dev half, cases of its test splits the test half"
)
_BY_HASH: Final = "the corpus has no test split: cases are dealt by a hash of the case id"


def write_kit(kit: Mapping[str, Sequence[KitItem]], folder: Path, corpus: Path, schema: Schema) -> None:
    """Write all files of the kit into `folder`; equal items give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    items = sorted((item for half in kit.values() for item in half), key=lambda item: item.item_id)
    rows = "".join(json.dumps(item.to_json(), ensure_ascii=False) + "\n" for item in items)
    _write(folder / ITEMS, rows)
    _write(folder / SPLIT, json.dumps(_split(kit, corpus, schema), indent=1) + "\n")
    _write(folder / README, readme(kit, corpus.name, schema))
    names = (ITEMS, SPLIT, README)
    _write(folder / SUMS, "".join(f"{_digest(folder / name)}  {name}\n" for name in names))


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _is_official(kit: Mapping[str, Sequence[KitItem]]) -> bool:
    return any(item.split.startswith(TEST) for item in kit[TEST])


def _split(kit: Mapping[str, Sequence[KitItem]], corpus: Path, schema: Schema) -> dict[str, Any]:
    """Halves with the hash that fixes the test half, and what the kit was made from."""
    halves = {half: [item.item_id for item in kit[half]] for half in HALVES}
    names = ("notes.jsonl", "annotations.jsonl", "splits.json")
    return {
        "version": 1,
        "rule": _BY_SPLIT if _is_official(kit) else _BY_HASH,
        "seed": SEED,
        "schema_version": schema.version,
        "corpus": corpus.name,
        "corpus_sha256": {name: _digest(corpus / name) for name in names if (corpus / name).is_file()},
        "cases": {half: len({item.case_id for item in kit[half]}) for half in HALVES},
        "test_items_sha256": ids_digest(halves[TEST]),
        "halves": halves,
    }


def ids_digest(item_ids: Iterable[str]) -> str:
    """SHA-256 over item ids in order of the alphabet, one a line."""
    return hashlib.sha256("".join(f"{name}\n" for name in sorted(item_ids)).encode()).hexdigest()


def read_kit(folder: Path, half: str, *, release: bool = False) -> list[KitItem]:
    """The items of one half, in file order.

    Raises `UsageError` for the test half without `release`, `AssetError` when a file is missing or is not the one
    that the checksums were made from, `InputError` when an item is not as the format says.
    """
    if half not in HALVES:
        msg = f"the kit has no half {half!r}; it has: {', '.join(HALVES)}"
        raise UsageError(msg)
    if half == TEST and not release:
        msg = (
            "the test half is scored for the figures of a release only, since a test set that was looked at measures "
            "nothing; leave --half out, or add --release"
        )
        raise UsageError(msg)
    _check_sums(folder)
    content = json.loads((folder / SPLIT).read_text(encoding="utf-8"))
    if ids_digest(content["halves"][TEST]) != content["test_items_sha256"]:
        msg = f"{SPLIT} of the kit does not hold the test half that its hash was made from"
        raise AssetError(msg)
    wanted = set(content["halves"][half])
    found = [item for item in map(item_from, read_rows(folder / ITEMS)) if item.item_id in wanted]
    if len(found) != len(wanted):
        msg = f"{len(wanted) - len(found)} items of the {half} half are missing in {ITEMS}"
        raise InputError(msg)
    return found


def _check_sums(folder: Path) -> None:
    if not (folder / SUMS).is_file():
        msg = f"there is no attribution kit in {folder.name!r} (no {SUMS}); give its folder with --kit"
        raise AssetError(msg)
    for line in (folder / SUMS).read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        if not (folder / name).is_file() or _digest(folder / name) != digest:
            msg = f"{name} of the attribution kit is missing, or is not the file that {SUMS} was made from"
            raise AssetError(msg)


def readme(kit: Mapping[str, Sequence[KitItem]], corpus: str, schema: Schema) -> str:
    """The page beside the items: what they are, how they were drawn, what a figure on them is worth."""
    both = [item for half in HALVES for item in kit[half]]
    rule = _BY_SPLIT if _is_official(kit) else _BY_HASH
    tables = "\n\n".join(_counts(name, kit, schema) for name in ATTRIBUTES)
    return _PAGE.format(
        items=len(both), sentences=sentence_count(both), corpus=corpus, before=BEFORE, after=AFTER, rule=rule,
        version=schema.version, dev=len(kit[DEV]), test=len(kit[TEST]), tables=tables,
        cases=len({item.case_id for item in both}), writers=len({item.writer for item in both}),
    )


def _counts(name: str, kit: Mapping[str, Sequence[KitItem]], schema: Schema) -> str:
    counted = {half: Counter(getattr(item.attributes, name) for item in kit[half]) for half in HALVES}
    lines = [
        f"| {value} | {counted[DEV][value]} | {counted[TEST][value]} |" for value in schema.attribute(name).value_ids
    ]
    return "\n".join([f"| {name} | dev | test |", "|---|--:|--:|", *lines])


_PAGE: Final = """\
# Attribution kit

{items} marked passages in {sentences} sentences of {cases} cases by {writers} writers. Each asks five questions about
one passage: is it stated as so (`assertion`), when (`temporality`), in whose words (`source`), about whom
(`experiencer`), and who is on the other side (`referent_role`). Finding the passage is not part of the task.

All texts are invented. No person, event or case in them is real.

## How it was made

- Drawn by `scripts/attribution_kit` from the corpus `{corpus}`, whose data sheet says who wrote it: language models
  with a persona each. They marked their own notes. People did not annotate it, and no agreement by people exists; a
  figure on this kit says how far a system answers as those writers did, under indicator schema {version}.
- Identifiers were replaced by placeholders at the gold marks (`<PERSON_1>`), so nothing depends on a redactor.
- The window holds {before} sentences before the passage and {after} after it, as much as an annotator may read.
- The draw is balanced on purpose. Every passage that is negated, possible, hypothetical, about another person or about
  people in general is in it; the others were added by turns, so that rare answers are kept. How often an answer occurs
  here says nothing about notes, and accuracy here is not the accuracy on notes as they come.
- Halves: {rule}.
  No case is in both. `split.json` names the items and holds a hash of the test half.

## Files

| file | content |
|---|---|
| `items.jsonl` | one item a line, fields below |
| `split.json` | item ids of the halves dev ({dev}) and test ({test}), rule, seed, hashes of the corpus |
| `SHA256SUMS` | hashes of these files |

An item has `item_id, case_id, note_id, writer, setting, note_type`, the `split` of the corpus that its case is in, the
window as `text`, the places of `sentence` and `passage` in it (and `parts`, where the passage has two), `label,
subtype` and the five answers. Offsets are Unicode code points of `text`, half-open.

## How to score

`tbnlp evaluate attribution` scores the dev half: accuracy and macro F1 over the answers of each question, with 95 %
intervals by bootstrap over cases, for our rules, the shipped model and plain baselines. The test half is opened with
`--half test --release`, for the figures of a release. Nobody should tune on it, read its errors, or train on its cases.

Systems that learned from the corpus split `train` saw those cases; figures on "cases outside train" leave them out.

## Answers

{tables}

## Licence

Texts and marks: CC BY 4.0.
"""
