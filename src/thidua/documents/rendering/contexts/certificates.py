"""What certificates are made from."""

# The annotations are read at run time by `checking`, so they must not be postponed to strings.
from typing import Literal, NotRequired, TypedDict

from thidua.documents.rendering.contexts.parts import Signature


class Certificate(TypedDict):
    """What differs from one certificate to the next."""

    name: str  # with the form of address: "Ông Đặng Hữu Thắng"
    verb: str  # "Tặng", "Tặng danh hiệu"
    award: str
    role: NotRequired[str]
    unit: NotRequired[str]
    achievement: str
    period: str
    number: str  # number in the golden book
    code: NotRequired[str]  # verification code for those without a camera
    url: str  # what the QR code says


class Offset(TypedDict):
    """How far the printer must be corrected, in millimetres; negative is left or up."""

    right: float
    down: float


class NameSize(TypedDict):
    """Largest and smallest size of the name, in points."""

    largest: float
    smallest: float


class CertificatesContext(TypedDict):
    """A batch of certificates of one decision, one a page.

    `mode` "full" prints frame and fixed lines too; "blank" prints only what is missing on pre-printed stock.
    """

    made_at: str
    title: str
    mode: Literal["full", "blank"]
    paper: Literal["A4", "A3", "360x237"]
    authority: str  # red line: who awards
    decision: str  # "4127/QĐ-UBND"
    decided: str  # ISO day
    place: str
    dated: str | None
    signature: Signature
    certificates: list[Certificate]
    offset_mm: NotRequired[Offset]
    name_pt: NotRequired[NameSize]
    guides: NotRequired[bool]  # dashed boxes round the variable parts, for a trial page
