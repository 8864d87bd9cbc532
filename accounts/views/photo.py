from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from accounts.doorway import person_of
from accounts.queries import face_for


@require_safe
@login_required
def photo(request: HttpRequest, pk: int) -> HttpResponse:
    """The photo of a person, kept an hour by the viewer's own browser; its address changes with the photo."""
    face = face_for(person_of(request), pk)
    if face is None:
        raise Http404
    answer = HttpResponse(bytes(face.picture), content_type="image/webp")
    answer["Cache-Control"] = "private, max-age=3600"
    answer["X-Content-Type-Options"] = "nosniff"
    patch_vary_headers(answer, ["Cookie"])
    return answer
