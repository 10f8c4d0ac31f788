/*
 * Copyright The Fanlight Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/**
 * The YAML file and the vendor catalogue, read into settings. Internal: no compatibility promise.
 *
 * <p><b>Way of a file.</b>
 *
 * <pre>
 *   ConfigSource ─▶ YamlDocuments ─▶ YamlValue ─▶ KeyReader + ReferenceResolver ─▶ ReadNode ─▶ FileReading ─▶ Configuration
 *   files, text     base, overlay    a tree with   types, ranges, ${references}    values by   VendorReader   settings, or
 *                                    locations                                     key                        problems
 * </pre>
 *
 * <p><b>Objects.</b>
 *
 * <ul>
 *   <li>{@code ConfigLoader} is the door: it reads the file anew at each call, and never throws for the content of a file.
 *   <li>{@code YamlDocument} parses one document within limits of size and depth; {@code YamlDocuments} lays overlays over
 *       the base.
 *   <li>{@code FileKeys}, {@code CommonKeys}, {@code RuleKeys}, {@code TransportKeys} and {@code LimitKeys} declare each key
 *       once. Reading, JSON Schema, documentation and examples follow from the declaration.
 *   <li>{@code Preset} is a vendor type as data ({@code vendors.yaml}); a plugin may add types, wire formats and sections
 *       ({@code PluginRegistry}). {@code VendorReader} makes the settings of one lane of an entry.
 *   <li>{@code ReferenceResolver} replaces references to variables and files, and remembers their values, so that no message
 *       repeats them.
 *   <li>{@code Problems} collects errors and warnings; each has location, key and cure.
 *   <li>{@code ConfigWatcher} reads the file when it or a file of its references changes.
 * </ul>
 *
 * <p><b>Threads.</b> A reading is confined to one thread. {@code ConfigWatcher} owns the thread {@code fanlight-reload}, and
 * hands each new version to its listener on that thread. Secrets from files are read anew by the threads that send, through
 * {@code Secret}.
 *
 * <p><b>Invariants.</b>
 *
 * <ul>
 *   <li>The package knows the settings ({@code internal.settings}) and no part of the engine. A check that needs the engine,
 *       such as the one of certificates, comes from the caller ({@code TransportCheck}).
 *   <li>No message quotes a value of the file that may be a secret; a value from a reference is shown by its name.
 *   <li>A vendor with an error is left out, and the other vendors run, unless the file is {@code strict}. A file that cannot
 *       be read at all changes nothing.
 *   <li>Lanes with equal fingerprints have equal settings. Secrets from files do not count, since they are read anew in place.
 *   <li>Files are read within limits of size ({@code internal.files}). A file that every user of the machine may change costs a
 *       warning.
 * </ul>
 */
@NullMarked
package dev.fanlight.exporters.internal.config;

import org.jspecify.annotations.NullMarked;
