using System.Reflection;

namespace Enas.Storage.Log;

/// <summary>This program, as logs name their writer.</summary>
internal static class Product
{
    /// <summary>Its version.</summary>
    public static string Version { get; } =
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
