namespace Enas.Storage.Stores;

/// <summary>A place in an object store.</summary>
/// <param name="Text">The address in the one way in which it is written, without a <c>/</c> at the end.</param>
/// <param name="Container">The bucket, or what the store calls it.</param>
/// <param name="Prefix">What the keys of the place begin with, with a <c>/</c> at the end; empty for all of the container.</param>
internal sealed record ObjectAddress(string Text, string Container, string Prefix);
