import { handleNextAuth } from "@/lib/http/callers/next-auth-handler";

export { handleNextAuth as GET, handleNextAuth as POST };
