/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.transport;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** Peers that speak as much HTTP/2 as a test needs. */
public final class ScriptedHttp2 {

  private static final int PREFACE_BYTES = 24;
  private static final int END_STREAM = 1;

  private ScriptedHttp2() {}

  /** Answers each call with fields, names and values in turn, and no body. */
  public static ScriptedServer.Script answering(String... namesAndValues) {
    HpackWriter fields = new HpackWriter();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return answering(fields);
  }

  /** Answers each call with one block of fields and no body. */
  static ScriptedServer.Script answering(HpackWriter fields) {
    byte[] block = fields.block();
    return peer -> {
      DataInputStream in = new DataInputStream(peer.socket().getInputStream());
      in.readNBytes(PREFACE_BYTES);
      peer.write(frame(4, 0, 0, new byte[0]));
      while (true) {
        int stream = awaitEnd(in);
        peer.write(frame(1, 4 | END_STREAM, stream, block));
      }
    };
  }

  /** Reads a request, sends the frames, and reads on until the client closes. */
  static ScriptedServer.Script sending(byte[]... frames) {
    return peer -> {
      DataInputStream in = new DataInputStream(peer.socket().getInputStream());
      in.readNBytes(PREFACE_BYTES);
      peer.write(frame(4, 0, 0, new byte[0]));
      int ignored = awaitEnd(in);
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] frame : frames) {
        all.writeBytes(frame);
      }
      peer.write(all.toByteArray());
      peer.swallow();
    };
  }

  private static int awaitEnd(DataInputStream in) throws IOException {
    while (true) {
      int lengthAndType = in.readInt();
      int flags = in.readByte();
      int stream = in.readInt();
      in.skipNBytes(lengthAndType >>> 8);
      if ((lengthAndType & 0xff) == 0 && (flags & END_STREAM) != 0) {
        return stream;
      }
    }
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    byte[] frame = new byte[9 + payload.length];
    frame[1] = (byte) (payload.length >> 8);
    frame[2] = (byte) payload.length;
    frame[3] = (byte) type;
    frame[4] = (byte) flags;
    frame[8] = (byte) stream;
    System.arraycopy(payload, 0, frame, 9, payload.length);
    return frame;
  }
}
