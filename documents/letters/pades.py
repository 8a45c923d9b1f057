"""Puts a signature into a PDF by the standard PAdES. Importing pyhanko is slow, so only an office with a certificate does."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from tempfile import NamedTemporaryFile

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from documents.letters.pdf import pdf
from documents.letters.stamp import Stamp
from templates.letters import STAMP

_FIELD = "ChuKySo"

# PDF/UA-1 wants every field on a page in the reading order; this one is outside it.
_HIDDEN = SigFieldSpec(_FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))

# In the upper margin of the first page, flush with the text on the right: no letter writes there.
_SHOWN = SigFieldSpec(_FIELD, on_page=0, box=(317, 793, 544, 827), readable_field_name="Chữ ký số")
_WHOLE = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_FILL
)


@dataclass(frozen=True)
class Signer:
    """The certificate of an office with its key."""

    _signer: SimpleSigner
    _certificate: Certificate

    @classmethod
    def read(cls, held: bytes, password: str) -> Signer | None:
        """Return what a PKCS#12 file holds; None for a wrong password and for a file that is no such file."""
        signer: SimpleSigner | None
        try:
            signer = SimpleSigner.load_pkcs12_data(held, [], password.encode() or None)
        except Exception:  # noqa: BLE001 - a wrong password and a broken file end in many kinds of error
            return None
        return cls(signer, signer.signing_cert) if signer and signer.signing_cert else None

    @property
    def valid_until(self) -> datetime:
        """Until when the certificate holds."""
        until: datetime = self._certificate.not_valid_after
        return until

    def holds(self, at: datetime) -> bool:
        """Return whether the certificate holds at this instant."""
        since: datetime = self._certificate.not_valid_before
        return since <= at <= self.valid_until

    def sign(self, made: bytes) -> bytes:
        """Return the PDF with a signature that its pages do not show."""
        about = PdfSigner(_about(), signer=self._signer, new_field_spec=_HIDDEN)
        return _signed(about, made)

    def sign_visibly(self, made: bytes, at: datetime) -> bytes:
        """Return the PDF with a signature whose stamp on the first page shows who signed, and when."""
        with _style(Stamp(self._named(), at)) as style:
            return _signed(PdfSigner(_about(), signer=self._signer, new_field_spec=_SHOWN, stamp_style=style), made)

    def _named(self) -> str:
        """Return the organisation that the certificate names, or else its common name."""
        subject = self._certificate.subject.native
        return str(subject.get("organization_name") or subject.get("common_name") or "")


def _about() -> PdfSignatureMetadata:
    return PdfSignatureMetadata(field_name=_FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)


def _signed(by: PdfSigner, made: bytes) -> bytes:
    signed = io.BytesIO()
    by.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(made)), output=signed)
    return signed.getvalue()


@contextmanager
def _style(stamp: Stamp) -> Iterator[StaticStampStyle]:
    """Yield the stamp while its file is there, which is read when the PDF is signed."""
    with NamedTemporaryFile(prefix="hientruong-stamp-", suffix=".pdf") as file:
        file.write(pdf(STAMP, stamp))
        file.flush()
        yield StaticStampStyle.from_pdf_file(file.name, border_width=0, background_layout=_WHOLE)
