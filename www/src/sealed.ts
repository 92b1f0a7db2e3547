/** Takes WebRTC away from this page: the one way out that a Content-Security-Policy does not close. */

for (const name of ["RTCPeerConnection", "webkitRTCPeerConnection", "RTCDataChannel"]) {
  Reflect.deleteProperty(globalThis, name);
}
