"""The UIMA types of INCEpTION files: the layer `Indicator`, the record of a note, and the document's metadata.

Every feature is a string, so that no number loses a digit in Java. Sources: UIMA CAS JSON 0.4; INCEpTION, user
guide, layers; DKPro Core, type `DocumentMetaData`.
"""

from __future__ import annotations

from typing import Any, Final

from tbnlp.errors import AssetError
from tbnlp.formats.annotated_note import ATTRIBUTE_ORDER

INDICATOR: Final = "webanno.custom.Indicator"
NOTE_RECORD: Final = "webanno.custom.NoteRecord"
METADATA: Final = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData"

ANSWERED: Final = ("label", "subtype", *ATTRIBUTE_ORDER, "comment", "part_of")
"""What an annotator fills in, in the order of the guideline."""

KEPT: Final = ("mark_id", "score", "needs_review", "as_written")
"""What travels with a mark; `as_written` is the label and the place that `score` was given for."""

RECORD: Final = (
    "answered_by", "case_id", "note_id", "annotator", "origin", "schema_version", "schema_fingerprint", "annotated_at",
    "minutes", "text_sha256", "marks_sha256", "written_as",
)
"""The features of the record; an annotator whose name the file does not have fills in `answered_by`."""

MEANINGS: Final = {
    "label": "Which label of the guideline fits the passage.",
    "subtype": "The most specific subtype of the label, or unspecified.",
    "comment": "Anything that the person who adjudicates should know.",
    "part_of": "Any word, the same on both parts of one passage, where a passage has two parts; else empty.",
    "mark_id": "Kept from the file that was loaded; leave it as it is.",
    "score": "Probability of a suggestion, 0 to 1; leave it as it is.",
    "needs_review": "Decisions of the guideline since which the passage must be read again.",
    "as_written": "Label and place as they were loaded; leave it as it is.",
    "answered_by": "Name of the person who answered, where suggestions were loaded.",
}

_METADATA_FEATURES: Final = ("documentTitle", "documentId", "documentUri", "collectionId", "documentBaseUri")
_STRING: Final = "uima.cas.String"


def load_cassis() -> Any:
    """The package that reads and writes UIMA files. Raises `AssetError` without the extra `formats`."""
    try:
        import cassis
    except ModuleNotFoundError:
        msg = "INCEpTION files need the package dkpro-cassis: install the extra `tbnlp[formats]`"
        raise AssetError(msg) from None
    return cassis


def type_system() -> Any:
    """The `TypeSystem` of a file that the project writes."""
    types = load_cassis().TypeSystem()
    metadata = types.create_type(METADATA, "uima.tcas.DocumentAnnotation")
    for name in _METADATA_FEATURES:
        types.create_feature(metadata, name, _STRING)
    types.create_feature(metadata, "isLastSegment", "uima.cas.Boolean")
    indicator = types.create_type(INDICATOR, "uima.tcas.Annotation", description="A passage of the indicator schema.")
    for name in (*ANSWERED, *KEPT):
        types.create_feature(indicator, name, _STRING)
    record = types.create_type(NOTE_RECORD, "uima.cas.AnnotationBase", description="Where a note comes from.")
    for name in RECORD:
        types.create_feature(record, name, _STRING)
    return types
