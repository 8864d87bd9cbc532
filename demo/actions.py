"""What the demo does that a real desk does not: keep mail."""

from base64 import b64encode
from datetime import datetime
from email.mime.image import MIMEImage
from email.utils import parseaddr

from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from demo.models import KeptMail


@transaction.atomic
def keep_mail(mail: EmailMessage, *, at: datetime | None = None) -> list[KeptMail]:
    """Keep a mail, once for each recipient, so that it can be read in the browser."""
    at = at or timezone.now()
    sender = str(mail.extra_headers.get("From", mail.from_email))
    return [
        KeptMail.objects.create(
            recipient=(parseaddr(recipient)[1] or recipient).lower()[:254],
            sender=sender[:400],
            subject=str(mail.subject)[:400],
            text=str(mail.body),
            html=_html_of(mail),
            kept_at=at,
        )
        for recipient in mail.recipients()
    ]


def _html_of(mail: EmailMessage) -> str:
    if not isinstance(mail, EmailMultiAlternatives):
        return ""
    html = next((str(content) for content, kind in mail.alternatives if kind == "text/html"), "")
    for image in mail.attachments:  # a browser knows no parts of a mail, so what it shows stands in the page itself
        if isinstance(image, MIMEImage) and (name := image["Content-ID"]):
            held = b64encode(bytes(image.get_payload(decode=True))).decode()
            html = html.replace(f'"cid:{name.strip("<>")}"', f'"data:{image.get_content_type()};base64,{held}"')
    return html
