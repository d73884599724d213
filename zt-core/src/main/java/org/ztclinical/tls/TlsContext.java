package org.ztclinical.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.ztclinical.notice.Notice;
import org.ztclinical.notice.NoticeListener;
import org.ztclinical.thread.DaemonThreads;

/**
 * A TLS context whose certificates, key and trust are read again while it is in use: a renewed
 * certificate needs no restart, and a withdrawn one is not trusted for longer than one interval.
 *
 * <pre>{@code
 * TlsContext tls = TlsContext.builder(TlsFiles.pem(certificates, key).trust(clientCa))
 *     .reloadEvery(Duration.ofMinutes(1))
 *     .build();
 * connector.setSslContext(tls.sslContext());
 * }</pre>
 *
 * <p>Files that do not parse, do not belong together or have ended leave what is in use in use, and
 * an error notice says so. TLS 1.2 and 1.3 only. Without trusted certificates nobody is trusted.
 * Safe for use by many threads; {@link #close} ends the reading, not the context.
 *
 * <p>A connection that was open before a reload goes on, and a resumed one skips the handshake's
 * check. Where that matters, ask {@link #verifyClient} on each request.
 */
public final class TlsContext implements AutoCloseable {
  private final TlsFiles files;
  private final FileReader reader;
  private final NoticeListener notices;
  private final SSLContext context;
  private final ReloadedTrust trust;
  private final @Nullable ScheduledExecutorService timer;
  private Map<Path, Object> seen;
  private volatile Reading current;

  private TlsContext(Builder builder) throws TlsException {
    this.files = builder.files;
    this.reader = new FileReader(files, builder.clock);
    this.notices = builder.notices;
    this.seen = stamps();
    this.current = reader.first();
    this.trust = new ReloadedTrust(() -> current, files.peers());
    this.context = context();
    this.timer = builder.interval == null ? null : timer(builder.interval);
  }

  /** A context of these files, which are read once unless {@link Builder#reloadEvery} is called. */
  public static Builder builder(TlsFiles files) {
    return new Builder(files);
  }

  /** To be given to a server's connector or to an HTTP client; the same one for ever. */
  public SSLContext sslContext() {
    return context;
  }

  /**
   * Reads the files now, whether they changed or not.
   *
   * @return true when they are in use; false when they were refused and the last good ones stay
   */
  public synchronized boolean reload() {
    Map<Path, Object> before = stamps();
    try {
      current = reader.after(current);
      seen = before;
    } catch (TlsException | RuntimeException e) {
      tell(Notice.Kind.TLS_FILES_REFUSED, describe(e));
      return false;
    }
    forget(context.getServerSessionContext());
    forget(context.getClientSessionContext());
    tell(Notice.Kind.TLS_FILES_LOADED, "reading " + current.number());
    return true;
  }

  private void tell(Notice.Kind kind, String detail) {
    try {
      notices.on(new Notice(kind, files.toString(), detail));
    } catch (RuntimeException e) {
      // A listener that throws must not end the looking for changes, as of revocation lists.
    }
  }

  /**
   * Whether a client's certificates are trusted at this moment, as a new handshake would find.
   *
   * @param chain as {@code jakarta.servlet.request.X509Certificate} has them, the client's first
   */
  public boolean verifyClient(X509Certificate... chain) {
    if (chain.length == 0) {
      return false;
    }
    try {
      trust.checkClientTrusted(chain, chain[0].getPublicKey().getAlgorithm());
      return true;
    } catch (CertificateException | RuntimeException e) {
      return false;
    }
  }

  /** Ends the reading of files; the context goes on with what it has. */
  @Override
  public void close() {
    if (timer != null) {
      timer.shutdownNow();
    }
  }

  private SSLContext context() throws TlsException {
    try {
      SSLContext made = SSLContext.getInstance("TLS");
      made.init(
          new KeyManager[] {new ReloadedKeys(() -> current)}, new TrustManager[] {trust}, null);
      return made;
    } catch (GeneralSecurityException e) {
      throw new TlsException(
          TlsException.Kind.RUNTIME, files.toString(), "the Java runtime makes no TLS context");
    }
  }

  private ScheduledExecutorService timer(Duration interval) {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("zt-tls-files"));
    var unused =
        started.scheduleWithFixedDelay(
            this::reloadWhenChanged,
            interval.toMillis(),
            interval.toMillis(),
            TimeUnit.MILLISECONDS);
    return started;
  }

  private synchronized void reloadWhenChanged() {
    Map<Path, Object> now = stamps();
    if (!now.equals(seen) && !reload()) {
      // Refused once is told once; the next change is looked at again.
      seen = now;
    }
  }

  /** What changes when a file is replaced: its time, its size and its inode where there is one. */
  private Map<Path, Object> stamps() {
    Map<Path, Object> stamps = new LinkedHashMap<>();
    for (Path file : files.all()) {
      stamps.put(file, stamp(file));
    }
    return stamps;
  }

  private static Object stamp(Path file) {
    try {
      var attributes =
          Files.readAttributes(file, java.nio.file.attribute.BasicFileAttributes.class);
      return java.util.Arrays.asList(
          attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException e) {
      return "absent";
    }
  }

  /** So that what was trusted is not resumed. Tickets that a client keeps cannot be taken back. */
  private static void forget(@Nullable SSLSessionContext sessions) {
    if (sessions == null) {
      return;
    }
    for (byte[] id : Collections.list(sessions.getIds())) {
      var session = sessions.getSession(id);
      if (session != null) {
        session.invalidate();
      }
    }
  }

  private static String describe(Exception e) {
    return e instanceof TlsException known
        ? String.valueOf(known.getMessage())
        : e.getClass().getName();
  }

  /** Collects settings. */
  public static final class Builder {
    private final TlsFiles files;
    private @Nullable Duration interval;
    private NoticeListener notices = NoticeListener.none();
    private InstantSource clock = InstantSource.system();

    private Builder(TlsFiles files) {
      this.files = Objects.requireNonNull(files, "files");
    }

    /** Looks for changed files this often: 100 milliseconds to one day. */
    public Builder reloadEvery(Duration given) {
      if (given.compareTo(Duration.ofMillis(100)) < 0 || given.compareTo(Duration.ofDays(1)) > 0) {
        throw new IllegalArgumentException("reloadEvery takes 100 milliseconds to one day");
      }
      interval = given;
      return this;
    }

    /** Hears when files were taken into use or refused. */
    public Builder notices(NoticeListener given) {
      notices = Objects.requireNonNull(given, "notices");
      return this;
    }

    /** The time; the system's without this call. Handshakes go by the system's always. */
    public Builder clock(InstantSource given) {
      clock = Objects.requireNonNull(given, "clock");
      return this;
    }

    /**
     * The context.
     *
     * @throws TlsException when the files are not good; the message names the file
     */
    public TlsContext build() throws TlsException {
      return new TlsContext(this);
    }
  }
}
