package dev.faroe.userdata;

import reactor.core.publisher.Mono;

/**
 * What one feature has of a user.
 */
@FunctionalInterface
public interface UserDataPart {

	/**
	 * Add what the feature has. Takes part in the transaction of the export, which has
	 * locked the user.
	 * @param data what other features have of the user
	 * @return that and what this one has, without any secret
	 */
	Mono<UserData> addTo(UserData data);

}
