"""How clients reach a session: HTTP for secrets and calls, WebRTC and WebSocket for events and audio."""
