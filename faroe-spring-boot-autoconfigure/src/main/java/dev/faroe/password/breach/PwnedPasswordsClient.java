package dev.faroe.password.breach;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.netty.channel.ChannelOption;
import io.netty.resolver.AddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Asks the range API, on a connection pool and an event loop of its own: neither slow
 * answers nor the host's settings for its own clients reach from one to the other.
 */
final class PwnedPasswordsClient implements AutoCloseable {

	/** The largest accepted answer, in bytes; real ones have 30 to 90 KB. */
	static final int MAX_ANSWER_SIZE = 1024 * 1024;

	static final int MAX_CONNECTIONS = 16;

	/** How many checks may be under way: four for each connection, a few hundred ms. */
	static final int MAX_CHECKS = 4 * MAX_CONNECTIONS;

	static final String USER_AGENT = "faroe-spring-boot";

	private static final int PREFIX_LENGTH = 5;

	private static final String NAME = "faroe-pwned-passwords";

	private static final Duration MAX_IDLE_TIME = Duration.ofSeconds(30);

	private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(2);

	/** What Reactor takes for no limit. */
	private static final Duration FOREVER = Duration.ofMillis(Long.MAX_VALUE);

	private final URI baseUrl;

	private final Duration timeout;

	private final ConnectionProvider connections;

	private final LoopResources loop;

	private final Mono<WebClient> webClient;

	private final AtomicInteger checks = new AtomicInteger();

	private volatile @Nullable AddressResolverGroup<?> resolver;

	private volatile boolean closed;

	PwnedPasswordsClient(BreachCheckProperties settings) {
		this.baseUrl = settings.baseUrl();
		this.timeout = settings.timeout();
		this.connections = ConnectionProvider.builder(NAME)
			.maxConnections(MAX_CONNECTIONS)
			.pendingAcquireMaxCount(MAX_CHECKS)
			.pendingAcquireTimeout(this.timeout)
			.maxIdleTime(MAX_IDLE_TIME)
			.build();
		this.loop = LoopResources.create(NAME, 1, true);
		// Reads name server and TLS settings: not on an event loop, and once.
		this.webClient = Mono.fromSupplier(this::openResolver)
			.flatMap((httpClient) -> httpClient.warmup().thenReturn(httpClient))
			.map((httpClient) -> webClient(httpClient, settings))
			.subscribeOn(Schedulers.boundedElastic())
			// A check that runs out of time does not cancel it, nor does a failure stay.
			.cache((webClient) -> FOREVER, (failure) -> Duration.ZERO, () -> Duration.ZERO);
	}

	/**
	 * Make everything ready for checks, on a thread that may block. Otherwise the first
	 * check has to wait for it.
	 */
	Mono<Void> prepare() {
		return this.webClient.then();
	}

	private HttpClient openResolver() {
		HttpClient httpClient = httpClient();
		this.resolver = httpClient.configuration().resolver();
		if (this.closed) {
			closeResolver();
		}
		return httpClient;
	}

	private static WebClient webClient(HttpClient httpClient, BreachCheckProperties settings) {
		return WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(httpClient))
			.codecs((codecs) -> codecs.defaultCodecs().maxInMemorySize(MAX_ANSWER_SIZE))
			.defaultHeader(HttpHeaders.USER_AGENT, USER_AGENT)
			.defaultHeaders((headers) -> {
				if (settings.addPadding()) {
					headers.set("Add-Padding", "true");
				}
			})
			.build();
	}

	private HttpClient httpClient() {
		HttpClient httpClient = HttpClient.create(this.connections)
			.runOn(this.loop)
			.resolver((spec) -> spec.runOn(this.loop).queryTimeout(this.timeout))
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) this.timeout.toMillis())
			.followRedirect(false);
		return "https".equalsIgnoreCase(this.baseUrl.getScheme()) ? httpClient.secure() : httpClient;
	}

	/**
	 * Tell whether the API knows a hash. Answers on a thread of Reactor's, so that
	 * nothing of the caller's runs on the event loop of this client.
	 * @param hash the SHA-1 hash in 40 upper-case hexadecimal digits; only the first five
	 * of them leave this process
	 */
	Mono<Boolean> contains(String hash) {
		return Mono.defer(() -> {
			if (this.checks.incrementAndGet() > MAX_CHECKS) {
				this.checks.decrementAndGet();
				return Mono.error(RangeException.notAsked("too many checks are under way"));
			}
			return range(hash.substring(0, PREFIX_LENGTH))
				.map((range) -> PwnedRange.contains(range, hash.substring(PREFIX_LENGTH)))
				.timeout(this.timeout)
				.onErrorMap(Exception.class, this::sanitized)
				.doFinally((signal) -> this.checks.decrementAndGet())
				.publishOn(Schedulers.parallel());
		});
	}

	private Mono<byte[]> range(String prefix) {
		return this.webClient
			.flatMap((client) -> client.get()
				.uri(URI.create(this.baseUrl + "/range/" + prefix))
				.exchangeToMono(PwnedPasswordsClient::body))
			.switchIfEmpty(Mono.error(() -> RangeException.failed("sent an empty answer")));
	}

	private static Mono<byte[]> body(ClientResponse response) {
		if (response.statusCode().value() != HttpStatus.OK.value()) {
			return Mono.error(RangeException.failed("answered with status " + response.statusCode().value()));
		}
		if (!isFramed(response.headers().asHttpHeaders())) {
			return Mono.error(RangeException.failed("sent an answer of unknown length"));
		}
		return response.bodyToMono(byte[].class);
	}

	/** A body that ends with the connection looks the same whole and cut short. */
	private static boolean isFramed(HttpHeaders headers) {
		String encoding = headers.getFirst(HttpHeaders.TRANSFER_ENCODING);
		return headers.getContentLength() >= 0
				|| (encoding != null && encoding.toLowerCase(Locale.ROOT).contains("chunked"));
	}

	private RangeException sanitized(Exception failure) {
		if (failure instanceof RangeException rangeException) {
			return rangeException;
		}
		if (failure instanceof TimeoutException) {
			return RangeException.failed("did not answer within " + this.timeout.toMillis() + " ms");
		}
		if (failure instanceof DataBufferLimitException) {
			return RangeException.failed("sent an answer of more than " + MAX_ANSWER_SIZE + " bytes");
		}
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return RangeException.failed("could not be read (" + cause.getClass().getSimpleName() + ")");
	}

	/**
	 * Close the connections and end the event loop, without waiting for either.
	 */
	@Override
	public void close() {
		this.closed = true;
		closeResolver();
		this.connections.disposeLater()
			.onErrorComplete()
			.then(this.loop.disposeLater(Duration.ZERO, SHUTDOWN_TIMEOUT))
			.onErrorComplete()
			.subscribe();
	}

	private void closeResolver() {
		AddressResolverGroup<?> unclosed = this.resolver;
		if (unclosed != null) {
			unclosed.close();
		}
	}

}
