"""Signs PDF letters with the certificate of the office that issues them (PAdES), where that office has one."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import InvisSigSettings, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner

FIELD = "ChuKySo"
"""The name of the signature's field in the PDF."""

# PDF/UA-1 wants every field on a page in the reading order; this one is outside it.
_HIDDEN = SigFieldSpec(FIELD, invis_sig_settings=InvisSigSettings(box_out_of_bounds=True))


class CertificateFault(Exception):
    """A certificate that cannot be used, as one sentence that says what to do."""


class CertificateExpired(Exception):
    """The certificate of an office does not hold at this instant."""


class Seals:
    """The certificates of offices with their keys. An office without one issues letters unsigned."""

    def __init__(self, signers: Mapping[str, SimpleSigner]) -> None:
        self._signers = signers

    def sign(self, made: bytes, authority: str, agency: str | None) -> bytes:
        """Return the PDF with the signature of the office, as it is where the office has no certificate.

        Raises:
            CertificateExpired: the office's certificate does not hold now.
        """
        signer = self._signers.get(office_name(authority, agency))
        if signer is None:
            return made
        if not _holds(signer, datetime.now(UTC)):
            raise CertificateExpired(office_name(authority, agency))
        about = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
        signed = io.BytesIO()
        signing = PdfSigner(about, signer=signer, new_field_spec=_HIDDEN)
        signing.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(made)), output=signed)
        return signed.getvalue()


UNSIGNED = Seals({})
"""No office has a certificate."""


def seals_in(folder: Path | None, password: str) -> Seals:
    """Return the certificates in a folder: `khanh-hoa.p12` is that of a centre, `khanh-hoa.so-gtvt.p12` that of an agency.
    Without a folder no office has one.

    Raises:
        CertificateFault: the folder or a file cannot be read, or a certificate has expired.
    """
    if folder is None:
        return UNSIGNED
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".p12")
        files = {path.stem: path.read_bytes() for path in paths}
    except OSError as error:
        raise CertificateFault(f"Không đọc được thư mục chứng thư số {folder} ({error.strerror}).") from None
    return Seals({name: _signer(folder / f"{name}.p12", held, password) for name, held in files.items()})


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
    if not _holds(signer, datetime.now(UTC)):
        raise CertificateFault(f"Chứng thư số {path} chưa có hoặc hết hiệu lực; hãy thay tệp rồi khởi động lại.")
    return signer


def _holds(signer: SimpleSigner, at: datetime) -> bool:
    certificate = signer.signing_cert
    return certificate is not None and certificate.not_valid_before <= at <= certificate.not_valid_after
