package dev.faroe.login.visitor;

import java.util.function.Consumer;

import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.Ordered;
import org.springframework.core.codec.CodecException;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.codec.multipart.Part;
import org.springframework.util.MultiValueMap;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.ServerWebExchangeDecorator;
import org.springframework.web.server.ServerWebInputException;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Makes a form that cannot be read the fault of who has sent it, and not of the server:
 * 400, or 413 for one that is too large, in the place of 500.
 */
final class UnreadableForms implements WebFilter, Ordered {

	/** Where Reactor looks for it. Its own constant is not public. */
	private static final String ON_ERROR_DROPPED = "reactor.onErrorDropped.local";

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean form = exchange.getRequest().getHeaders().containsHeader(HttpHeaders.CONTENT_TYPE);
		return form ? chain.filter(new Exchange(exchange)).contextWrite(UnreadableForms::logNoFault)
				: chain.filter(exchange);
	}

	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	/**
	 * The operator by which Spring Security looks for the token in a form drops each
	 * failure that it has passed on, as of Reactor 3.8.8. Anybody could fill the log.
	 */
	private static Context logNoFault(Context context) {
		Consumer<Throwable> others = context.getOrDefault(ON_ERROR_DROPPED,
				(failure) -> Operators.onErrorDropped(failure, Context.empty()));
		Consumer<Throwable> dropped = (failure) -> {
			if (!(failure instanceof ResponseStatusException answer) || !answer.getStatusCode().is4xxClientError()) {
				others.accept(failure);
			}
		};
		return context.put(ON_ERROR_DROPPED, dropped);
	}

	/**
	 * What else can fail, such as a disk for parts that are files, is no fault of the
	 * form.
	 */
	private static Throwable fault(Throwable failure) {
		if (failure instanceof DataBufferLimitException) {
			return new ContentTooLargeException(failure);
		}
		return (failure instanceof CodecException || failure instanceof IllegalArgumentException)
				? new ServerWebInputException("The form cannot be read", null, failure) : failure;
	}

	private static final class Exchange extends ServerWebExchangeDecorator {

		private Exchange(ServerWebExchange exchange) {
			super(exchange);
		}

		@Override
		public Mono<MultiValueMap<String, String>> getFormData() {
			return super.getFormData().onErrorMap(UnreadableForms::fault);
		}

		@Override
		public Mono<MultiValueMap<String, Part>> getMultipartData() {
			return super.getMultipartData().onErrorMap(UnreadableForms::fault);
		}

	}

}
