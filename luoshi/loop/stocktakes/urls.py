from django.urls import path

from luoshi.loop.stocktakes.views import files, stocktakes, writing

urlpatterns = [
    path("", stocktakes.index, name="stocktakes"),
    path("<slug:code>/", stocktakes.stocktake, name="stocktake"),
    path("<slug:code>/words/<slug:place>/", writing.words, name="stocktake_words"),
    path("<slug:code>/computation/", writing.computation, name="stocktake_computation"),
    path("<slug:code>/publication/", writing.publication, name="stocktake_publication"),
    path("<slug:code>/stocktake.docx", files.word, name="stocktake_word"),
    path("<slug:code>/stocktake.pdf", files.pdf, name="stocktake_pdf"),
]
