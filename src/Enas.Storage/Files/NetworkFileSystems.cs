namespace Enas.Storage.Files;

/// <summary>
/// File systems whose files live on another machine, by the number that statfs(2) gives on Linux (linux/magic.h and the sources of the
/// file systems). There a flush may stop at the server's memory, and an answer lost on the way makes a link that took place look like one
/// that did not. FUSE does not tell what is behind it and is let through.
/// </summary>
internal static class NetworkFileSystems
{
    /// <summary>Name of the network file system with that number; null for any other.</summary>
    public static string? NameOf(uint magic) => magic switch
    {
        0x6969 => "NFS",
        0x517B => "SMB",
        0xFF534D42 => "CIFS",
        0xFE534D42 => "SMB2",
        0x01021997 => "9P",
        0x5346414F or 0x6B414653 => "AFS",
        0x00C36400 => "Ceph",
        0x73757245 => "Coda",
        0x0BD00BD0 => "Lustre",
        0x47504653 => "GPFS",
        0x7461636F => "OCFS2",
        0x01161970 => "GFS2",
        0x564C => "NCP",
        0xAAD7AAEA => "PanFS",
        0xBACBACBC or 0x786F4256 => "a shared folder of a virtual machine",
        _ => null,
    };

    /// <exception cref="IOException">The folder is on another machine, and the host's settings do not allow that.</exception>
    public static void Refuse(IFileSystem files, string path, bool isAllowed)
    {
        if (!isAllowed && files.NetworkFileSystem(path) is { } name)
        {
            throw new IOException(
                $"{path} is on a network file system ({name}), which does not keep what is promised of a commit; use a local disk or an "
                + "object store, or allow it at your own risk (setting Storage:AllowNetworkFileSystem)");
        }
    }
}
