using Enas.Host.Tests.Cli;
using Enas.Host.Tests.Composition;
using Enas.Host.Tests.Exactness;
using Enas.Host.Tests.Faults;
using Enas.Host.Tests.Order;
using Enas.Host.Tests.Searches;
using Enas.Host.Tests.Service;
using Xunit.v3;

[assembly: TestCollectionOrderer<LongestFirst>]

namespace Enas.Host.Tests.Order;

/// <summary>
/// The classes that take longest begin first: the tests of a class run one after the other, and one that began last would be waited for
/// while the other processors have nothing left to do. The others begin in their usual order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly Type[] s_longest =
    [
        typeof(ForkShapeTests), typeof(FingerprintTests), typeof(ImageSearchTests), typeof(MixtureFingerprintTests),
        typeof(ChildrenFingerprintTests), typeof(ServeTests), typeof(LeftSearchesTests), typeof(ZombieFaultTests), typeof(KillFaultTests),
        typeof(HostileSearchesTests), typeof(ReadmeTests), typeof(ResumeTests), typeof(ChildrenFaultTests), typeof(AutoTests),
        typeof(HostileFoldersTests),
    ];

    /// <inheritdoc />
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : Xunit.Sdk.ITestCollection =>
        [.. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections)
            .OrderBy(collection => PlaceOf(collection.TestCollectionDisplayName))];

    /// <summary>Which place a collection has: that of its class in the list, or behind all of them.</summary>
    internal static int PlaceOf(string name) =>
        Array.FindIndex(s_longest, type => name.Contains($" {type.FullName} ", StringComparison.Ordinal)) is >= 0 and var place
            ? place : s_longest.Length;
}
