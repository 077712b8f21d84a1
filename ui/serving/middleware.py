"""What stands around the app and looks at its requests. A WebSocket passes, and so do the app's own start and end."""

from starlette.types import ASGIApp, Receive, Scope, Send


class HttpMiddleware:
    """Hands every request to `handle`, which may change it or its answer, and passes the others on to `app`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self.handle(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """What is done with a request; `app` answers it."""
        await self.app(scope, receive, send)
