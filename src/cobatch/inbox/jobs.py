"""Jobs of the inbox: mail to those waited on, reminders, and what a dead worker left behind."""

from procrastinate import App, JobContext, RetryStrategy

from cobatch.inbox import reminders, telling, welcome
from cobatch.inbox.transport import MAIL_QUEUE

# 4, 16, 64 … seconds: the last of nine tries is made about a day after the first, then the job is `failed`.
PATIENT = RetryStrategy(max_attempts=8, exponential_wait=4)


def register(app: App) -> None:
    """Called by the job queue when Django is ready; others defer these jobs by name."""
    app.task(name="inbox.tell", retry=PATIENT)(telling.tell)
    app.task(name="inbox.mail", queue=MAIL_QUEUE, retry=PATIENT)(telling.mail)
    app.task(name="inbox.welcome", queue=MAIL_QUEUE, retry=PATIENT)(welcome.welcome)
    every_quarter = app.task(name="inbox.remind", queueing_lock="inbox.remind", lock="inbox.remind")(remind)
    app.periodic(cron="*/15 * * * *")(every_quarter)
    every_minute = app.task(name="inbox.recover", queueing_lock="inbox.recover", pass_context=True)(recover)
    app.periodic(cron="* * * * *")(every_minute)


def remind(timestamp: int) -> None:
    """Job, four times an hour: reminders that have become due on the clock of the business."""
    reminders.remind()


async def recover(context: JobContext, timestamp: int) -> None:
    """Job, once a minute: what a worker that died had begun is begun again."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        await manager.retry_job(job)
