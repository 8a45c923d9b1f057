"""Letters signed with a certificate made here, and validated as a reader of the PDF validates them."""

from __future__ import annotations

import io
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pypdfium2 as pdfium
import pytest
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding
from cryptography.hazmat.primitives.serialization.pkcs12 import serialize_key_and_certificates
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from documents.letters.pdf import pdf
from documents.letters.signing import UNSIGNED, CertificateExpired, CertificateFault, Seals, seals_in
from documents.letters.stamp import Stamp
from templates.letters import FOLDER, Form
from tests.support.letters import LETTER, pdf_text

PASSWORD, ZONE = "mật khẩu", "Asia/Ho_Chi_Minh"
DAY = timedelta(days=1)


def certificate(folder: Path, name: str, *, ends: timedelta = 365 * DAY) -> asn1.Certificate:
    """Write a certificate of an organisation and its key. Return the certificate."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Sở Giao thông vận tải")])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - 30 * DAY)
        .not_valid_after(now + ends)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .sign(key, hashes.SHA256())
    )
    held = serialize_key_and_certificates(None, key, made, None, BestAvailableEncryption(PASSWORD.encode()))
    (folder / f"{name}.p12").write_bytes(held)
    return asn1.Certificate.load(made.public_bytes(Encoding.DER))


@pytest.fixture(scope="module")
def letter() -> bytes:
    return pdf(Form(FOLDER, "plain_result"), LETTER)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Seals, asn1.Certificate]:
    folder = tmp_path_factory.mktemp("certificates")
    certificate(folder, "khanh-hoa")
    own = certificate(folder, "khanh-hoa.so-gtvt")
    return seals_in(folder, PASSWORD), own


def validated(made: bytes, trusted: asn1.Certificate) -> PdfSignatureStatus:
    [signature] = PdfFileReader(io.BytesIO(made)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=[trusted]))


def test_a_letter_signed_by_its_office_is_valid_whole_and_says_the_same(letter: bytes, sealed) -> None:
    seals, own = sealed
    signed = seals.sign(letter, "khanh-hoa", "so-gtvt", ZONE)
    status = validated(signed, own)
    assert (status.intact, status.valid, status.trusted, status.bottom_line) == (True, True, True, True)
    assert status.coverage.name == "ENTIRE_FILE"
    assert pdf_text(signed) == pdf_text(letter)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in signed


def red_in_the_upper_margin(made: bytes) -> int:
    """Return how many pixels over the heading are red."""
    with pdfium.PdfDocument(made) as document:
        document.init_forms()
        page = document[0].render(scale=1).to_pil().convert("RGB")
    colours = page.crop((317, 14, 544, 50)).getcolors(page.width * page.height)
    return sum(count for count, (red, green, _) in colours if red > 150 and green < 120)


def test_a_stamp_shows_over_the_heading_who_signed_and_the_signature_is_as_valid(letter: bytes, tmp_path: Path) -> None:
    own = certificate(tmp_path, "khanh-hoa")
    hidden, shown = (
        seals_in(tmp_path, PASSWORD, stamps=stamps).sign(letter, "khanh-hoa", None, ZONE) for stamps in (False, True)
    )
    assert (validated(shown, own).bottom_line, validated(hidden, own).bottom_line) == (True, True)
    assert red_in_the_upper_margin(shown) > 100
    assert red_in_the_upper_margin(hidden) == red_in_the_upper_margin(letter) == 0


def test_a_stamp_names_the_zone_of_its_time() -> None:
    at = datetime(2026, 12, 1, 2, 30, 5, tzinfo=ZoneInfo(ZONE))
    assert Stamp("Sở Giao thông vận tải", at).as_data()["at"] == "01/12/2026 02:30:05 +07:00"


def test_a_letter_that_was_changed_after_it_was_signed_is_not_valid(letter: bytes, sealed) -> None:
    seals, own = sealed
    signed = seals.sign(letter, "khanh-hoa", "so-gtvt", ZONE)
    assert not validated(signed.replace(b"%PDF-1.7", b"%PDF-1.6", 1), own).intact


def test_a_certificate_that_a_reader_does_not_trust_is_not_the_office_s(letter: bytes, sealed, tmp_path: Path) -> None:
    seals, _ = sealed
    other = certificate(tmp_path, "other")
    assert not validated(seals.sign(letter, "khanh-hoa", "so-gtvt", ZONE), other).trusted


@pytest.mark.parametrize(
    ("authority", "agency"), [("khanh-hoa", "so-tnmt"), ("binh-dinh", None), ("binh-dinh", "so-gtvt")]
)
def test_an_office_without_a_certificate_issues_its_letters_unsigned(
    letter: bytes, sealed, authority: str, agency: str | None
) -> None:
    seals, _ = sealed
    assert seals.sign(letter, authority, agency, ZONE) == letter
    assert UNSIGNED.sign(letter, "khanh-hoa", "so-gtvt", ZONE) == letter


def test_a_certificate_that_cannot_be_used_is_named_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(CertificateFault, match="Không đọc được thư mục chứng thư số"):
        seals_in(tmp_path / "nowhere", PASSWORD)
    certificate(tmp_path, "khanh-hoa")
    wrong = "another one"
    with pytest.raises(CertificateFault, match=r"khanh-hoa\.p12: sai mật khẩu") as fault:
        seals_in(tmp_path, wrong)
    assert wrong not in "".join(traceback.format_exception(fault.value))
    (tmp_path / "khanh-hoa.p12").write_bytes(b"no certificate")
    with pytest.raises(CertificateFault, match="không phải tệp PKCS#12"):
        seals_in(tmp_path, PASSWORD)


def test_a_certificate_that_has_expired_stops_the_letters_of_its_office_alone(letter: bytes, tmp_path: Path) -> None:
    certificate(tmp_path, "khanh-hoa", ends=-DAY)
    own = certificate(tmp_path, "khanh-hoa.so-gtvt", ends=DAY)
    seals = seals_in(tmp_path, PASSWORD)
    with pytest.raises(CertificateExpired):
        seals.sign(letter, "khanh-hoa", None, ZONE)
    assert validated(seals.sign(letter, "khanh-hoa", "so-gtvt", ZONE), own).bottom_line
    until = seals.valid_until()
    assert until["khanh-hoa"] < datetime.now(UTC) < until["khanh-hoa.so-gtvt"]
