namespace Enas.Pipeline.Files;

/// <summary>What a name in a file system stands for.</summary>
internal enum FileKind
{
    /// <summary>Nothing has this name, or nobody may say.</summary>
    Absent,

    /// <summary>A file of bytes, the only kind that Enas reads.</summary>
    Regular,

    /// <summary>A folder.</summary>
    Directory,

    /// <summary>A link by name to another place; told only where links are not followed.</summary>
    SymbolicLink,

    /// <summary>A named pipe (FIFO): to open one waits for a writer, for ever if none comes.</summary>
    NamedPipe,

    /// <summary>A socket.</summary>
    Socket,

    /// <summary>A device such as /dev/zero, which may have no end.</summary>
    Device,
}
