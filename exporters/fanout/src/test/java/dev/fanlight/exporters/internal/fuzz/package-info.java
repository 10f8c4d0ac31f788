/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * Fuzz: bytes of strangers, made from seeds, that the real readers of the product read.
 *
 * <p><b>Inputs.</b> A {@link dev.fanlight.exporters.internal.fuzz.FuzzTarget} makes an input from a seed. It starts from an
 * input that is right: an answer by the grammar of its protocol, the files of a disk log that was used, an example of the
 * documentation. {@link dev.fanlight.exporters.internal.fuzz.Mutator} and the target's own changes damage it. Some
 * answers stay right, so that their status, body and numbers must be read exactly.
 *
 * <p><b>Rules.</b> No exception leaves a reader. No input takes 10 s, or more memory than the target states. Messages hold
 * no control character and no secret. Each account of the disk log adds up, and holds no more spans than were written.
 *
 * <p><b>Command.</b> {@code FuzzApplication http 1 1000000} plays a range of seeds of one target, in the folder of the
 * module.
 */
@NullMarked
package dev.fanlight.exporters.internal.fuzz;

import org.jspecify.annotations.NullMarked;
