/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.wire;

import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import org.jspecify.annotations.Nullable;

/** A writer of resources and instrumentation scopes, which are the same objects in every batch; one thread. */
final class OtlpOriginWriter {

  /*
   * The bytes are remembered by the identity of the object, one object for each value of the lowest bits of its hash, if
   * they are not many: 32 × 8 KiB at most for resources, 128 × 1 KiB for scopes.
   */

  private static final int RESOURCES = 32;
  private static final int MAX_RESOURCE_BYTES = 8 << 10;
  private static final int SCOPES = 128;
  private static final int MAX_SCOPE_BYTES = 1 << 10;

  private final MessageBuffer out;
  private final OtlpAttributeWriter attributes;
  private final Memory resources = new Memory(RESOURCES, MAX_RESOURCE_BYTES);
  private final Memory scopes = new Memory(SCOPES, MAX_SCOPE_BYTES);

  OtlpOriginWriter(MessageBuffer out, OtlpAttributeWriter attributes) {
    this.out = out;
    this.attributes = attributes;
  }

  /** Writes the field {@code resource} of ResourceSpans. */
  void resource(Resource resource) {
    if (resources.write(resource, out)) {
      return;
    }
    int end = out.size();
    attributes.write(resource.getAttributes(), OtlpFields.RESOURCE_ATTRIBUTES);
    out.head(OtlpFields.RESOURCE, end);
    resources.remember(resource, out, out.size() - end);
  }

  /** Writes the field {@code scope} of ScopeSpans. */
  void scope(InstrumentationScopeInfo scope) {
    if (scopes.write(scope, out)) {
      return;
    }
    int end = out.size();
    attributes.write(scope.getAttributes(), OtlpFields.SCOPE_ATTRIBUTES);
    text(OtlpFields.SCOPE_VERSION, scope.getVersion());
    text(OtlpFields.SCOPE_NAME, scope.getName());
    out.head(OtlpFields.SCOPE, end);
    scopes.remember(scope, out, out.size() - end);
  }

  /** Writes a text; no field if there is none. */
  void text(int tag, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      int end = out.size();
      out.utf8(text);
      out.head(tag, end);
    }
  }

  /** Bytes by the identity of the object that they encode. */
  private static final class Memory {
    private final @Nullable Object[] owners;
    private final byte[][] bytes;
    private final int maxBytes;

    Memory(int size, int maxBytes) {
      this.owners = new @Nullable Object[size];
      this.bytes = new byte[size][];
      this.maxBytes = maxBytes;
    }

    private int at(Object owner) {
      return System.identityHashCode(owner) & (owners.length - 1);
    }

    boolean write(Object owner, MessageBuffer out) {
      int at = at(owner);
      if (owners[at] != owner) {
        return false;
      }
      out.bytes(bytes[at]);
      return true;
    }

    void remember(Object owner, MessageBuffer out, int length) {
      if (length <= maxBytes) {
        byte[] copy = out.copyOfLast(length);
        if (copy.length > 0) {
          int at = at(owner);
          owners[at] = owner;
          bytes[at] = copy;
        }
      }
    }
  }
}
