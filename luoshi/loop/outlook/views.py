"""The outlook (预测展望)."""

from django.http import HttpRequest, HttpResponse


def outlook(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


calibration = mine = outlook


def publication(request: HttpRequest, period: str) -> HttpResponse:
    return HttpResponse()
