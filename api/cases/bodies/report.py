"""The request body of a report, which is filed and not an act on a case."""

from __future__ import annotations

from pydantic import Field

from api.office.bodies import Latitude, Longitude
from api.web.body import Body
from api.web.texts import Email, Line, Phone, Words
from domain.messages import ToldBy


class ReporterBody(Body):
    """Người gửi. Danh tính chỉ trung tâm thấy, để liên lạc."""

    name: Line = Field(default="", description="Họ tên.", examples=["Nguyễn Thị Hoa"])
    address: Line = Field(
        default="", description="Địa chỉ liên hệ.", examples=["12 Trần Phú, phường Lộc Thọ, Nha Trang"]
    )
    phone: Phone = Field(default="", description="Số điện thoại di động.", examples=["0905 123 456"])
    email: Email = Field(default="", description="Địa chỉ thư điện tử, nếu có.", examples=["hoa@vidu.vn"])
    told_by: ToldBy = Field(
        default=ToldBy.EVERYTHING,
        description="Ngoài trang của hồ sơ, tin về hồ sơ được gửi qua đâu; tin nhắn chỉ gửi ở nơi có cổng tin nhắn.",
        examples=[ToldBy.EMAIL],
    )

    @property
    def says_who(self) -> bool:
        """True if anything is said of the reporter's identity."""
        return any((self.name, self.address, self.phone, self.email))


class ReportBody(Body):
    """Một phản ánh, kiến nghị. Phải có những mục nào là do quy trình của địa phương quy định."""

    procedure: Line = Field(description="Mã quy trình của địa phương.", examples=["khanh-hoa"])
    channel: Line | None = Field(
        default=None,
        description="Kênh tiếp nhận; bỏ trống thì là kênh đầu tiên mà quy trình mở cho người dân.",
        examples=["portal"],
    )
    field: Line | None = Field(default=None, description="Lĩnh vực, nếu biết.", examples=["giao-thong"])
    continues: Line | None = Field(
        default=None,
        description=(
            "Hồ sơ đã kết thúc mà người gửi không đồng ý với kết quả và tiếp tục có ý kiến, khi quy chế cho; kèm mã tra cứu của "
            "nó. Mục nào bỏ trống thì lấy từ hồ sơ ấy; phản ánh về thẳng cơ quan đã trả lời."
        ),
        examples=["BMT-2026-000001"],
    )
    content: Words = Field(
        default="",
        description="Nội dung phản ánh. Là văn bản thường: thẻ HTML được giữ nguyên như chữ.",
        examples=["Ổ gà lớn giữa đường, xe máy phải tránh sang làn ngược chiều, rất nguy hiểm."],
    )
    place: Line = Field(default="", description="Địa điểm.", examples=["Trước số 45 đường Lê Hồng Phong, Nha Trang"])
    place_id: Line | None = Field(
        default=None,
        description="Đơn vị hành chính, theo /api/v1/procedures/{id}/places.",
        examples=["loc-tho"],
    )
    latitude: Latitude | None = Field(default=None, description="Vĩ độ, tính bằng độ.", examples=[12.2451])
    longitude: Longitude | None = Field(default=None, description="Kinh độ, tính bằng độ.", examples=[109.1943])
    place_confirmed: bool = Field(
        default=False,
        description=(
            "Điểm đúng là nơi cần phản ánh dù nằm ngoài địa bàn: người gửi xác nhận được một điểm ở gần, cán bộ một điểm bất kỳ."
        ),
    )
    occurred_at: Line = Field(
        default="", description="Thời gian, ghi như người gửi nói.", examples=["Sáng 20/11, khoảng 7 giờ"]
    )
    secret: bool = Field(
        default=False, description="Người gửi đề nghị giữ bí mật: kết quả chỉ trả lời riêng người gửi."
    )
    pledged: bool = Field(
        default=False,
        description="Người gửi cam kết chịu trách nhiệm về tính trung thực, nơi quy trình có mục `pledge`.",
    )
    test: bool = Field(default=False, description="Phản ánh thử nghiệm; chỉ cán bộ kỹ thuật gửi được.")
    unanswerable: bool = Field(
        default=False,
        description="Cán bộ xác nhận: người gửi không để lại địa chỉ, số mà kênh này dùng để trả lời.",
    )
    reporter: ReporterBody = Field(default=ReporterBody(), description="Người gửi.")

    def held(self) -> dict[str, str]:
        """Return what the report holds, by the ids that procedures' requirements use."""
        reporter = self.reporter
        held = {
            "content": self.content,
            "place": self.place or self.place_id or "",
            "occurred_at": self.occurred_at,
            "name": reporter.name,
            "address": reporter.address,
            "phone": reporter.phone,
            "email": reporter.email,
            "pledge": "pledged" if self.pledged else "",
        }
        return {requirement: text for requirement, text in held.items() if text}
