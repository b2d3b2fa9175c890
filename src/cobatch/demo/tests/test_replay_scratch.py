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
    from django.db import connections
    import gc, resource
    if os.environ.get('SSB'): connections['default'].close(); connections['default'].settings_dict['OPTIONS']['server_side_binding']=True; print(connections['default'].settings_dict['OPTIONS'])
    if os.environ.get('NOGC'): gc.disable()
    with django_db_blocker.unblock():
        with connections['default'].cursor() as cur:
            cur.execute('select pg_backend_pid()'); pid=cur.fetchone()[0]
        def pgcpu():
            f=open(f'/proc/{pid}/stat').read().split(); return (int(f[13])+int(f[14]))/100
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
        print('pg',pgcpu()); print('took',time.time()-t,'cpu',time.process_time()-c)
        from cobatch.demo.replay.figures import figures_of
        for l in product.report(h,figures_of('SCMS')): print(l)
        trial.empty_all(database_superuser_url)
