/** Takes away from this page the ways out that a Content-Security-Policy does not close: WebRTC and other windows. */

for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel", "open"]) {
  Reflect.deleteProperty(globalThis, name);
}
