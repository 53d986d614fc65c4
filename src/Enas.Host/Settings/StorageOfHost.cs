using System.Runtime.CompilerServices;

namespace Enas.Host.Settings;

/// <summary>Says how this host keeps searches, where the storage asks for it.</summary>
internal static class StorageOfHost
{
    [ModuleInitializer]
    internal static void Say() => StorageOptions.OfHost = static () => HostSettings.Read().Storage;
}
