package dev.faroe.host;

import org.springframework.data.repository.reactive.ReactiveCrudRepository;

/**
 * A repository of the application, which Boot has to find.
 */
interface Books extends ReactiveCrudRepository<HostApplication.Book, Long> {

}
