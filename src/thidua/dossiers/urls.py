"""Named routes of the room."""

from django.urls import path

from thidua.dossiers.views import council, detail, due, lists, office, rounds, touched, whatif

app_name = "dossiers"

urlpatterns = [
    path("", office.dossier_list, name="list"),
    path("nhieu/", office.bulk, name="bulk"),
    path("xuat.xlsx", office.export, name="export"),
    path("den-ky/", due.due_list, name="due"),
    path("dot/", rounds.rounds, name="rounds"),
    path("dot/moi/", rounds.new_round, name="round_new"),
    path("dot/<int:pk>/", rounds.round_page, name="round"),
    path("dot/<int:pk>/tai-len/", lists.upload, name="upload"),
    path("dot/<int:pk>/lap-tay/", lists.begin_by_hand, name="begin"),
    path("dot/<int:pk>/gan-phien/", rounds.tie, name="tie"),
    path("dot/<int:pk>/gia-han/", rounds.extend, name="extend"),
    path("danh-sach/<int:pk>/", lists.submission, name="submission"),
    path("danh-sach/<int:pk>/dong/", lists.mend, name="mend"),
    path("danh-sach/<int:pk>/nhan/", lists.take_good, name="take_good"),
    path("danh-sach/<int:pk>/con-lai.xlsx", lists.give_back, name="give_back"),
    path("danh-sach/<int:pk>/tep/", lists.original, name="original"),
    path("danh-sach/<int:pk>/them/", lists.add, name="add"),
    path("danh-sach/<int:pk>/to-trinh/", lists.write_letter, name="letter"),
    path("danh-sach/<int:pk>/bo/", lists.discard, name="discard_list"),
    path("danh-sach/<int:pk>/tiep-nhan/", office.receive_list, name="receive_list"),
    path("danh-sach/<int:pk>/gui/", lists.send, name="send"),
    path("danh-sach/<int:pk>/thu-hoi/", lists.take_back, name="recall"),
    path("danh-sach/<int:pk>/bien-nhan/", lists.receipt, name="receipt"),
    path("danh-sach/<int:pk>/bien-nhan.pdf", lists.receipt_pdf, name="receipt_pdf"),
    path("phien/<int:pk>/", council.agenda, name="agenda"),
    path("phien/<int:pk>/ket-qua/", council.conclude_vote, name="conclude_vote"),
    path("giay-to/<int:pk>/", detail.paper, name="paper"),
    path("diem/<int:pk>/", detail.answer, name="answer"),
    path("<int:pk>/", detail.dossier, name="detail"),
    path("<int:pk>/sua/", detail.edit, name="edit"),
    path("<int:pk>/du-kien/", detail.facts, name="facts"),
    path("<int:pk>/giay-to/", detail.add_paper, name="add_paper"),
    path("<int:pk>/doi-chieu/", detail.match, name="match"),
    path("<int:pk>/xet-lai/", detail.judge, name="judge"),
    path("<int:pk>/so-dinh-danh/", detail.reveal, name="reveal"),
    path("<int:pk>/tra-lai/", office.return_page, name="return"),
    path("<int:pk>/buoc/", office.step, name="step"),
    path("<int:pk>/phieu-tham-dinh.<str:kind>", office.appraisal_sheet, name="appraisal_sheet"),
    path("sua-quy-dinh/<int:pk>/", touched.touched, name="touched"),
    path("sua-quy-dinh/<int:pk>/xet-lai/", touched.rejudge_open, name="rejudge_touched"),
    path("xet-thu-quy-dinh/", whatif.whatif, name="whatif"),
    path("xet-thu-quy-dinh/so-lieu/", whatif.value, name="whatif_value"),
    path("xet-thu-quy-dinh/dieu-kien/", whatif.condition, name="whatif_condition"),
    path("xet-thu-quy-dinh/sua/", whatif.edit, name="whatif_edit"),
]
