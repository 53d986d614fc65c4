using Enas.Host.Cli;
using Enas.Host.Dashboard.Access;
using Enas.Host.Service;

namespace Enas.Host.Verbs.Serve;

/// <summary>The token of a service's pages: what somebody gave, or a file of the service's own that it makes once.</summary>
internal static class ServiceToken
{
    /// <summary>The file.</summary>
    public static string PathOf(string root) => Path.Combine(OwnFolder.Of(root), "ui-token");

    /// <summary>The token of that file, which is made where it is not there.</summary>
    public static UiToken Of(string root)
    {
        var path = PathOf(root);
        OwnFolder.Create(Path.GetDirectoryName(path)!);
        try
        {
            SecretFile.Write(path, UiToken.Create().Made + "\n");
        }
        catch (IOException) when (File.Exists(path))
        {
            // It stays the same, so that a page that is open goes on after the service was started again.
        }

        return UiToken.OfFile(path);
    }
}
