using Enas.TestKit.Stores;

namespace Enas.Storage.Tests.Stores;

/// <summary>How the store reaches the small server of the tests.</summary>
internal static class S3ServerOptions
{
    public static S3Options Of(S3Server server) => new()
    {
        ServiceUrl = server.Address,
        Region = "eu-central-1",
        AccessKey = "test",
        SecretKey = "test",
        ForcePathStyle = true,
        TimeoutSeconds = 10,
    };
}
