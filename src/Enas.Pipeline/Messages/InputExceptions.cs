namespace Enas.Pipeline.Messages;

/// <summary>A search or a file that was named is not there.</summary>
public sealed class NotFoundException(string message) : Exception(message);

/// <summary>Something that was read cannot be used.</summary>
public sealed class BadInputException(params IReadOnlyList<string> lines) : Exception(string.Join('\n', lines))
{
    /// <summary>What is wrong, a line each.</summary>
    public IReadOnlyList<string> Lines { get; } = lines;
}

/// <summary>It cannot be told: what would be needed is not there.</summary>
public sealed class InconclusiveException(string message) : Exception(message);
