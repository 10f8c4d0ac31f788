/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.fanlight.exporters.internal.fuzz;

/** A reader of foreign bytes, with a source of inputs and the rules that hold for each input. */
public interface FuzzTarget {

  /** Makes the input of a seed. */
  Input input(long seed) throws Exception;

  /** Returns the maximum number of bytes that reading one input may allocate on the reading thread. */
  long maxAllocatedBytes();

  /** An input that was made. */
  interface Input {

    /**
     * Lets the product read the input, and checks the rules.
     *
     * @throws AssertionError if a rule is broken
     * @throws Exception which the product did not document: that is a fault as well
     */
    void read() throws Exception;
  }
}
