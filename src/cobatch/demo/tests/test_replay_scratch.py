"""scratch: play N lines with a profile"""
import os,sys,cProfile,pstats,time
from pathlib import Path
import pytest
from cobatch.conf import trial
from cobatch.demo import replay as product
from cobatch.demo.replay import reading
from tests import world as worlds
def test_try(django_db_setup, django_db_blocker, database_superuser_url):
    rows=reading.read(Path('/work/shared/data/scms/direct_drop.csv'), int(os.environ.get('N','10')))
    with django_db_blocker.unblock():
        trial.empty_all(database_superuser_url)
        t=time.time(); c=time.process_time()
        p=cProfile.Profile()
        try:
            if os.environ.get('PROF'): p.enable()
            h=product.play(rows,lambda d,t_:print(d,t_,round(time.time()-t,1),flush=True) if d%50<3 else None)
        finally:
            p.disable()
            if os.environ.get('PROF'): pstats.Stats(p).sort_stats('cumulative').print_stats(90)
            from cobatch.touchpoints.models import Act
        print('took',time.time()-t,'cpu',time.process_time()-c)
        from cobatch.demo.replay.figures import figures_of
        for l in product.report(h,figures_of('SCMS')): print(l)
        trial.empty_all(database_superuser_url)
