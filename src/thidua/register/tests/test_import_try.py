import pytest, time
from datetime import date
from pathlib import Path
from thidua.foundation.clock import now
from thidua.organisation.tests.factories import acting, UnitFactory
from thidua.organisation.models import DutyCode
from thidua.register.actions import importing as I
from thidua.register.models import *
from thidua.register.queries.imports import *
@pytest.mark.django_db
def test_it():
    by=acting(DutyCode.OFFICE_HEAD)
    for n in ('Sở Tài chính','Phường Đống Đa'): UnitFactory(name=n)
    d=Path('/work/shared/samples/so-khen-thuong-2015-2024.xlsx').read_bytes()
    for k in range(2):
        t=time.time()
        m=I.start_import(d,'so.xlsx',by.unit,by=by,at=now()); I.read_import(m,by=by,at=now()); print(m.state,m.numbers)
        if not m.numbers['good']: break
        I.begin_writing(m,revision=m.revision,by=by,at=now()); I.write_import(m,by=by,at=now()); print(m.numbers, time.time()-t)
        print(Honour.objects.count(), Recipient.objects.count(), HonourChange.objects.count(), SuspectedSame.objects.count(), Honour.objects.filter(status='revoked').count())
    for p in SuspectedSame.objects.all()[:5]: print(p.left, p.left.unit, p.left.person.birth_year, p.right, p.right.unit)
    h=Honour.objects.first(); print(h.source,h.source_line,line_of(h)[1].printed)
    from thidua.register.queries import lines_astray, search
    print('astray',lines_astray())
    from thidua.register.actions import look_for_pairs
    print(look_for_pairs(at=now()).found)
    b=bad_lines(m); print(len(b))
    pg=line_page(m,'known',2); print(pg.first,pg.total,len(pg.lines), pg.lines[0][1].problems)
