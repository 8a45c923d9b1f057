"""Signs PDF letters with the certificate of the office that issues them (PAdES), where that office has one."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from zoneinfo import ZoneInfo

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import AxisAlignment, InnerScaling, SimpleBoxLayoutRule
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle

from documents.letters.pdf import pdf
from documents.letters.stamp import Stamp
from templates.letters import STAMP

FIELD = "ChuKySo"
"""The name of the signature's field in the PDF."""

# PDF/UA-1 wants every field on a page in the reading order; this one is outside it.
_HIDDEN = SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))

# In the upper margin of the first page, flush with the text on the right: no letter writes there.
_SHOWN = SigFieldSpec(FIELD, on_page=0, box=(317, 793, 544, 827), readable_field_name="Chữ ký số")
_WHOLE = SimpleBoxLayoutRule(
    AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, inner_content_scaling=InnerScaling.STRETCH_FILL
)


class CertificateFault(Exception):
    """A certificate that cannot be used, as one sentence that says what to do."""


class CertificateExpired(Exception):
    """The certificate of an office does not hold at this instant."""


class Seals:
    """The certificates of offices with their keys. An office without one issues letters unsigned. With `stamps` the first page
    shows who signed, and when."""

    def __init__(self, signers: Mapping[str, SimpleSigner], *, stamps: bool = False) -> None:
        self._signers = signers
        self._stamps = stamps

    def valid_until(self) -> dict[str, datetime]:
        """Return until when each certificate holds, by the name of its office."""
        held = {name: signer.signing_cert for name, signer in self._signers.items()}
        return {name: certificate.not_valid_after for name, certificate in held.items() if certificate}

    def sign(self, made: bytes, authority: str, agency: str | None, time_zone: str) -> bytes:
        """Return the PDF with the signature of the office, as it is where the office has no certificate. A stamp shows the time
        in this zone.

        Raises:
            CertificateExpired: the office's certificate does not hold now.
        """
        signer = self._signers.get(office_name(authority, agency))
        if signer is None:
            return made
        at = datetime.now(UTC)
        if not _holds(signer, at):
            raise CertificateExpired(office_name(authority, agency))
        about = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        signed = io.BytesIO()
        written = IncrementalPdfFileWriter(io.BytesIO(made))
        if not self._stamps:
            PdfSigner(about, signer=signer, new_field_spec=_HIDDEN).sign_pdf(written, output=signed)
            return signed.getvalue()
        with _stamp(signer, at.astimezone(ZoneInfo(time_zone))) as style:
            PdfSigner(about, signer=signer, new_field_spec=_SHOWN, stamp_style=style).sign_pdf(written, output=signed)
        return signed.getvalue()


UNSIGNED = Seals({})
"""No office has a certificate."""


def seals_in(folder: Path | None, password: str, *, stamps: bool = False) -> Seals:
    """Return the certificates in a folder: `khanh-hoa.p12` is that of a centre, `khanh-hoa.so-gtvt.p12` that of an agency.
    Without a folder no office has one.

    A certificate that has expired is among them: its letters wait, as `sign` says, and everything else goes on.

    Raises:
        CertificateFault: the folder or a file cannot be read.
    """
    if folder is None:
        return UNSIGNED
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".p12")
        files = {path.stem: path.read_bytes() for path in paths}
    except OSError as error:
        raise CertificateFault(f"Không đọc được thư mục chứng thư số {folder} ({error.strerror}).") from None
    signers = {name: _signer(folder / f"{name}.p12", held, password) for name, held in files.items()}
    return Seals(signers, stamps=stamps)


def office_name(authority: str, agency: str | None) -> str:
    """Return the name of an office's file, without its ending."""
    return f"{authority}.{agency}" if agency else authority


def _signer(path: Path, held: bytes, password: str) -> SimpleSigner:
    signer: SimpleSigner | None
    try:
        signer = SimpleSigner.load_pkcs12_data(held, [], password.encode() or None)
    except Exception:  # noqa: BLE001 - a wrong password and a broken file end in many kinds of error
        signer = None
    if signer is None or signer.signing_cert is None:
        raise CertificateFault(f"Không mở được chứng thư số {path}: sai mật khẩu hoặc không phải tệp PKCS#12.")
    return signer


@contextmanager
def _stamp(signer: SimpleSigner, at: datetime) -> Iterator[StaticStampStyle]:
    """Yield the stamp while its file is there, which is read when the PDF is signed."""
    with NamedTemporaryFile(prefix="hientruong-stamp-", suffix=".pdf") as file:
        file.write(pdf(STAMP, Stamp(_named(signer), at)))
        file.flush()
        yield StaticStampStyle.from_pdf_file(file.name, border_width=0, background_layout=_WHOLE)


def _named(signer: SimpleSigner) -> str:
    """Return the organisation that the certificate names, or else its common name."""
    certificate = signer.signing_cert
    subject = certificate.subject.native if certificate else {}
    return str(subject.get("organization_name") or subject.get("common_name") or "")


def _holds(signer: SimpleSigner, at: datetime) -> bool:
    certificate = signer.signing_cert
    return certificate is not None and certificate.not_valid_before <= at <= certificate.not_valid_after
