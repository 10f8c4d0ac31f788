/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The {@code fanlight} command: checks a configuration file, probes its vendors, lists vendor types and their keys,
 * writes a starter file, shows the batches that are buffered on disk.
 *
 * <p>Each subcommand is one class {@code …Command}, which reads the command line and returns an {@code
 * ExitCode}. Reports for a reader ({@code …Report}) go through {@code TerminalWriter};
 * reports for a program are JSON. Neither holds the value of a secret: endpoints are shown without path and query, and
 * messages of vendors are cleaned of credentials.
 *
 * <p>A probe ({@code VendorProbe}) uses the wire, the transport and the headers of the vendor's lane,
 * so that a successful probe means that the lane can deliver. It runs once, without retry, on one thread per vendor.
 */
@NullMarked
package dev.fanlight.cli;

import org.jspecify.annotations.NullMarked;
