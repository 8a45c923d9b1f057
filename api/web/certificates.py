"""Says in a sentence that a certificate ends which letters are signed with."""

from __future__ import annotations

from datetime import timedelta

from calendars import VIETNAM
from records.letters.rows import EndingCertificate

ENDS_SOON = timedelta(days=30)
"""The time before the end of a certificate from which the system is degraded, so that another one can be ordered."""


def certificate_sentence(certificate: EndingCertificate) -> str:
    """Return what is wrong with a certificate that ends soon, and what to do."""
    day = f"{certificate.valid_until.astimezone(VIETNAM):%d/%m/%Y}"
    if certificate.ended:
        said = f"Chứng thư số {certificate.office} hết hiệu lực từ ngày {day}, nên văn bản của nơi ấy chưa lập được."
    else:
        said = f"Chứng thư số {certificate.office} hết hiệu lực ngày {day}; sau đó văn bản của nơi ấy không lập được."
    return f"{said} Hãy thay tệp {certificate.office}.p12 rồi chạy lại worker."
