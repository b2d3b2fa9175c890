"""States of artifact requests and of the comments on what was submitted."""

from cobatch.kernel.sides import Side
from cobatch.steps.quality.models import (
    ArtifactComment,
    ArtifactRequest,
    ArtifactState,
    Certificate,
    CommentState,
)
from cobatch.touchpoints import records
from cobatch.touchpoints.flow import Flow, Wait, declare, until, within

records.register(Certificate, "certificate")

REQUEST = declare(
    Flow(
        ArtifactRequest,
        ArtifactState,
        waits={
            ArtifactState.OPEN: Wait("quality.submit_artifact", Side.CMO, until("needed_by")),
            ArtifactState.CERTIFICATE_AWAITED: Wait(
                "quality.issue_certificate", Side.CMO, until("needed_by")
            ),
            ArtifactState.SUBMITTED: Wait("quality.review_artifact", Side.SPONSOR, within("5 bd")),
            ArtifactState.RETURNED: Wait("quality.submit_artifact", Side.CMO, within("2 bd")),
        },
        ends=frozenset({ArtifactState.ACCEPTED}),
        tones={
            ArtifactState.OPEN: "info",
            ArtifactState.CERTIFICATE_AWAITED: "info",
            ArtifactState.SUBMITTED: "info",
            ArtifactState.RETURNED: "warn",
            ArtifactState.ACCEPTED: "good",
        },
    )
)

COMMENT = declare(
    Flow(
        ArtifactComment,
        CommentState,
        root="request",
        rests=frozenset({CommentState.OPEN, CommentState.ANSWERED}),
        ends=frozenset({CommentState.CLOSED}),
        tones={CommentState.OPEN: "warn", CommentState.ANSWERED: "info", CommentState.CLOSED: "good"},
    )
)
