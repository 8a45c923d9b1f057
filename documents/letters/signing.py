"""Signs PDF letters with the certificate of the office that issues them (PAdES), where that office has one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from documents.letters.pades import Signer


class CertificateFault(Exception):
    """A certificate that cannot be used, as one sentence that says what to do."""


class CertificateExpired(Exception):
    """The certificate of an office does not hold at this instant."""


class Seals:
    """The certificates of offices with their keys. An office without one issues letters unsigned. With `stamps` the first page
    shows who signed, and when."""

    def __init__(self, signers: Mapping[str, Signer], *, stamps: bool = False) -> None:
        self._signers = signers
        self._stamps = stamps

    def valid_until(self) -> dict[str, datetime]:
        """Return until when each certificate holds, by the name of its office."""
        return {name: signer.valid_until for name, signer in self._signers.items()}

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
        if not signer.holds(at):
            raise CertificateExpired(office_name(authority, agency))
        return signer.sign_visibly(made, at.astimezone(ZoneInfo(time_zone))) if self._stamps else signer.sign(made)


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


def _signer(path: Path, held: bytes, password: str) -> Signer:
    from documents.letters.pades import Signer  # slow to import, and most offices have no certificate

    if (signer := Signer.read(held, password)) is None:
        raise CertificateFault(f"Không mở được chứng thư số {path}: sai mật khẩu hoặc không phải tệp PKCS#12.")
    return signer
